/** How far something is, as a bar; `share` 0 to 1, null when nobody can tell. `text` says it in words beside it. */
export function ProgressBar({ share, label, text }: { share: number | null; label: string; text: string }) {
  const percent = share === null ? null : Math.round(Math.min(1, Math.max(0, share)) * 100);
  return (
    <div className="flex flex-col gap-1">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent ?? undefined}
        aria-valuetext={text}
        className="keeps-colours h-2 overflow-hidden rounded-full border border-field-border bg-surface-tertiary"
      >
        <div
          className={`h-full bg-accent ${percent === null ? "w-full opacity-30 motion-safe:animate-pulse" : ""}`}
          style={percent === null ? undefined : { width: `${percent}%` }}
        />
      </div>
      <p className="text-caption text-muted">{text}</p>
    </div>
  );
}
