import type { ActionError } from "./describe-error";

/** Why an action was refused, where it was pressed; said aloud at once. */
export function ErrorNote({ error }: { error: ActionError | null }) {
  if (!error) return null;
  return (
    <p role="alert" className="rounded-control bg-out-soft px-3 py-2 text-out-ink">
      {error.message}
    </p>
  );
}
