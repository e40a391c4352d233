/** A session ends at the latest this long after sign-in, whatever happens in it. */
export const SESSION_ABSOLUTE_SECONDS = 7 * 24 * 3600;
/** A session in which nobody asked for anything for this long has ended. */
export const SESSION_IDLE_SECONDS = 12 * 3600;
/** A request moves the idle end at most this often, so that reading pages writes next to nothing. */
export const SESSION_TOUCH_SECONDS = 60;
/** OWASP ASVS 5.0, 6.2.1: at least 8, recommended 15; length beats rules about characters. */
export const PASSWORD_LENGTH_MIN = 12;
export const PASSWORD_LENGTH_MAX = 128;
