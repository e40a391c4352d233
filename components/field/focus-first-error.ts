/** A refusal is drawn within so many frames, even while the page has other work. */
const mostFrames = 30;

/** Fields marked as wrong, and those of a table's cell that says what is wrong with it. */
const wrong = "[aria-invalid=true], td:has(> [role=alert]) :is(input, select, summary)";

/** Moves focus to the first field of a form that is marked as wrong, once a refused submit has been drawn. */
export function focusFirstError(form: HTMLFormElement | null, frames = mostFrames): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>(wrong);
    if (field) field.focus();
    else if (frames > 0) focusFirstError(form, frames - 1);
  });
}
