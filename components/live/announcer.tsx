"use client";

let polite: HTMLElement | null = null;
let assertive: HTMLElement | null = null;

/** Says a result to a screen reader: "polite" for results, "assertive" for blocked and failed. */
export function announce(text: string, how: "polite" | "assertive" = "polite"): void {
  const region = how === "polite" ? polite : assertive;
  if (!region) return;
  region.textContent = "";
  requestAnimationFrame(() => {
    region.textContent = text;
  });
}

/** The two live regions of the page. The shell has them. */
export function Announcer() {
  return (
    <div className="sr-only">
      <div
        aria-live="polite"
        ref={(element) => {
          polite = element;
        }}
      />
      <div
        aria-live="assertive"
        ref={(element) => {
          assertive = element;
        }}
      />
    </div>
  );
}
