import type { Hub } from "./hub";

const encoder = new TextEncoder();

/** How a stream of one page is kept and ended. */
export interface StreamOptions {
  /** Whether the reader may still read: asked with every heartbeat, and at once when settings change. */
  mayGoOn: () => Promise<boolean>;
  heartbeatMilliseconds: number;
  /** Bytes that a slow reader may leave lying before it is cut off; its browser reconnects and reads anew. */
  bufferedBytesMax?: number;
}

/**
 * Announcements as server-sent events. Ends when the reader leaves, falls behind, or may no longer read; a comment now
 * and then keeps proxies from closing the connection.
 */
export function eventStream(hub: Hub, options: StreamOptions): ReadableStream<Uint8Array> {
  let stop = () => {};
  return new ReadableStream<Uint8Array>(
    {
      start: async (controller) => {
        let open = true;
        const close = () => {
          if (!open) return;
          stop();
          controller.close();
        };
        const send = (text: string) => {
          if (!open) return;
          if ((controller.desiredSize ?? 0) <= 0) return close();
          controller.enqueue(encoder.encode(text));
        };
        const check = async () => {
          const allowed = await options.mayGoOn().catch(() => false);
          if (!allowed) close();
        };
        const timer = setInterval(() => {
          send(": still here\n\n");
          void check();
        }, options.heartbeatMilliseconds);
        let leave = () => {};
        stop = () => {
          open = false;
          clearInterval(timer);
          leave();
        };
        send("retry: 2000\n: connected\n\n");
        try {
          leave = await hub.subscribe((payload) => {
            send(`data: ${payload}\n\n`);
            if (payload.includes('"settings"')) void check();
          });
        } catch (error) {
          // A stream that failed is told of no end: its heartbeat would go on, and break the server with its first beat.
          stop();
          throw error;
        }
        if (!open) leave();
      },
      cancel: () => stop(),
    },
    { highWaterMark: options.bufferedBytesMax ?? 256 * 1024, size: (chunk) => chunk?.byteLength ?? 0 },
  );
}
