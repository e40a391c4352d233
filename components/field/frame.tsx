import type { ReactNode } from "react";

export interface FieldTexts {
  label: ReactNode;
  help?: ReactNode;
  /** What is wrong and what to do. */
  error?: string | null;
  /** Say "optional" behind the label. */
  optional?: boolean;
}

/** Label above, control, then its error or help below. */
export function FieldFrame({
  id,
  label,
  help,
  error,
  optional,
  optionalWord,
  children,
}: FieldTexts & { id: string; optionalWord: string; children: ReactNode }) {
  return (
    <div className="flex max-w-full flex-col gap-1">
      <label htmlFor={id} className="text-form font-medium">
        {label}
        {optional ? <span className="font-normal text-muted"> {optionalWord}</span> : null}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} className="flex items-start gap-1 text-caption text-out-ink">
          <svg
            aria-hidden="true"
            width="14"
            height="14"
            viewBox="0 0 16 16"
            className="mt-0.5 shrink-0"
            fill="currentColor"
          >
            <path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z" />
          </svg>
          {error}
        </p>
      ) : null}
      {help ? (
        <p id={`${id}-help`} className="max-w-prose text-caption text-muted">
          {help}
        </p>
      ) : null}
    </div>
  );
}

/** Attributes that tie a control to its error and help. */
export const describedBy = (id: string, { help, error }: FieldTexts) => ({
  id,
  "aria-invalid": error ? true : undefined,
  "aria-describedby":
    [error ? `${id}-error` : "", help ? `${id}-help` : ""].filter(Boolean).join(" ") || undefined,
});
