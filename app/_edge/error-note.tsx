import type { ActionError } from "./describe-error";

/** Why an action was refused, where it was pressed; said aloud at once. */
export function ErrorNote({ error }: { error: ActionError | null }) {
  return (
    <div role="alert" aria-live="assertive">
      {error ? <p className="rounded-control bg-out-soft px-3 py-2 text-out-ink">{error.message}</p> : null}
    </div>
  );
}
