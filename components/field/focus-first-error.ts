/** Moves focus to the first field of a form that is marked as wrong. Call it after a refused submit has been drawn. */
export function focusFirstError(form: HTMLFormElement | null): void {
  requestAnimationFrame(() => form?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus());
}
