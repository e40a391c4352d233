/** Characters of a code that fit into a heading or a button. */
const fits = 36;
/** Of them, those of its end, by which codes that begin alike are told apart. */
const tail = 8;

/** A code for headings and buttons; too long a one is cut in the middle. */
export const shortCode = (code: string): string =>
  code.length <= fits ? code : `${code.slice(0, fits - tail - 1)}…${code.slice(-tail)}`;
