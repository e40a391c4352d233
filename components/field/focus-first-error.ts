/** A refusal is drawn within so many frames, even while the page has other work. */
const mostFrames = 30;

/** Moves focus to the first field of a form that is marked as wrong, once a refused submit has been drawn. */
export function focusFirstError(form: HTMLFormElement | null, frames = mostFrames): void {
  requestAnimationFrame(() => {
    const field = form?.querySelector<HTMLElement>("[aria-invalid=true]");
    if (field) field.focus();
    else if (frames > 0) focusFirstError(form, frames - 1);
  });
}
