import type { Said } from "@/app/_edge/said";
import type { TransferBooking } from "@/db/queries/transfers";
import { sayReason } from "@/lib/services/action/say-reason";
import type { SentBooking } from "./transfer-bookings";

/** What was booked at an account, with why it stands as it does in the reader's language. */
export const sayBookings = (said: Said, bookings: readonly TransferBooking[]): SentBooking[] =>
  bookings.map(({ stateReason, ...booking }) => ({
    ...booking,
    why: stateReason === null ? null : said(sayReason(stateReason)),
  }));
