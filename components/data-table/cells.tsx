/** Characters of a code's end that are never cut. */
const tailLength = 6;

/** An id or SKU code; too long a one is cut in the middle, since codes share their beginning. */
export function Code({ text }: { text: string }) {
  const cut = text.length > tailLength + 4 ? text.length - tailLength : text.length;
  return (
    <span data-full={text} className="flex min-w-0 font-mono">
      <span className="min-w-0 overflow-hidden text-ellipsis whitespace-pre">{text.slice(0, cut)}</span>
      <span className="shrink-0 whitespace-pre">{text.slice(cut)}</span>
    </span>
  );
}

/** A title, cut at its end; the whole text shows on hover and focus. */
export function Title({ text, lang }: { text: string; lang?: string }) {
  return (
    <span data-full={text} lang={lang} className="block min-w-0 truncate">
      {text}
    </span>
  );
}
