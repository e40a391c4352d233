/** What a vendor answers: a status and a JSON body. */
export interface Answer {
  status: number;
  body: unknown;
  retryAfterSeconds?: number;
}

export const refusal = (
  status: number,
  code: string,
  message: string,
  more: Record<string, unknown> = {},
): Answer => ({
  status,
  body: { error: { code, message, retryable: status === 429 || status >= 500 }, ...more },
});

export interface Receipt {
  reference: string;
  acceptedAt: string;
}

export const receiptAnswer = (
  status: number,
  receipt: Receipt,
  duplicate: boolean,
  current: unknown,
): Answer => ({
  status: duplicate ? 200 : status,
  body: { receipt: { ...receipt, duplicate }, current },
});
