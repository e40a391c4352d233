const gibibyte = 1024 ** 3;

/** Largest file that is taken over the page, in bytes. Larger ones come in by `plimsoll import`, which has no limit. */
export const MAX_UPLOAD_BYTES = 8 * gibibyte;
