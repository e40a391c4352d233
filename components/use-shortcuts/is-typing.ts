const notTyping = new Set(["button", "checkbox", "radio", "submit", "reset", "range", "file"]);

/** Whether keys pressed here belong to a field, a menu or a list of choices. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement
  )
    return true;
  if (target instanceof HTMLInputElement) return !notTyping.has(target.type);
  return Boolean(target.closest("[role=menu],[role=listbox],[role=combobox]"));
}
