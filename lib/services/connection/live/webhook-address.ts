/** Where vendors call us, from PLIMSOLL_ADDRESS; null while that is not set, so that nobody could reach it. */
export function webhookAddress(connectionKey: string, own = process.env.PLIMSOLL_ADDRESS): string | null {
  if (!own) return null;
  return `${own.replace(/\/+$/, "")}/api/webhooks/${connectionKey}`;
}
