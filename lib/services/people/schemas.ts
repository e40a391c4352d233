import { z } from "zod";
import { PASSWORD_LENGTH_MAX, PASSWORD_LENGTH_MIN } from "@/lib/services/session/limits";

/** An address as it is stored: without edges, in small letters. */
export const emailSchema = z.string().trim().toLowerCase().max(254).pipe(z.email());

export const nameSchema = z.string().trim().min(1).max(200);

/** Length is what makes a password hard to guess; no rule about kinds of characters (ASVS 5.0, 6.2). */
export const passwordSchema = z.string().min(PASSWORD_LENGTH_MIN).max(PASSWORD_LENGTH_MAX);
