import { z } from "zod";

/** Answer of the token service: OAuth 2, section 5.1. */
export const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.number().positive(),
  token_type: z.string().optional(),
});

/** OAuth 2, section 5.2. */
export const tokenRefusal = z.object({ error: z.string(), error_description: z.string().optional() });
