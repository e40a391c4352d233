import { once } from "node:events";
import type { Client, Connection } from "pg";

/** The part of pg's connection that COPY needs and its types leave out. */
interface CopyConnection extends Connection {
  sendCopyFromChunk(piece: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(why: string): void;
}

const pieceBytes = 64 * 1024;

/**
 * Runs `copy … to stdout` and hands the rows on in pieces of whole rows. While `take` is busy the server waits, so memory stays
 * constant. Resolves when the statement has ended, also after `take` threw: then with its error.
 */
export function copyOut(
  client: Client,
  statement: string,
  take: (piece: Buffer) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let gathered: Buffer[] = [];
    let bytes = 0;
    let failure: unknown = null;
    let taken: Promise<void> = Promise.resolve();
    const hand = (connection: Connection) => {
      const piece = Buffer.concat(gathered);
      gathered = [];
      bytes = 0;
      connection.stream.pause();
      taken = taken
        .then(() => (failure === null ? take(piece) : undefined))
        .catch((error: unknown) => {
          failure = error;
        })
        .finally(() => connection.stream.resume());
    };
    client.query({
      submit: (connection: Connection) => connection.query(statement),
      handleCopyData: (message: { chunk: Buffer }, connection: Connection) => {
        // The parser reuses its buffer, so what is kept must be a copy.
        gathered.push(Buffer.from(message.chunk));
        bytes += message.chunk.length;
        if (bytes >= pieceBytes) hand(connection);
      },
      handleCommandComplete: (_message: unknown, connection: Connection) => {
        if (bytes > 0) hand(connection);
      },
      handleReadyForQuery: () => void taken.then(() => (failure === null ? resolve() : reject(failure))),
      handleError: (error: unknown) => void taken.then(() => reject(failure ?? error)),
    });
  });
}

/** A running `copy … from stdin`. */
export interface CopyIn {
  /** Sends a piece; waits while the server is behind. Throws what the server objected to. */
  write: (piece: Buffer) => Promise<void>;
  /** Ends the rows and waits until the server has them all. */
  end: () => Promise<void>;
  /** Gives the statement up, so that the connection can be used for a rollback. */
  abort: () => Promise<void>;
}

/** Starts `copy … from stdin`; resolves when the server wants rows. */
export function copyIn(client: Client, statement: string): Promise<CopyIn> {
  return new Promise((resolve, reject) => {
    let settle: { done: () => void; failed: (error: unknown) => void };
    const finished = new Promise<void>((done, failed) => {
      settle = { done, failed };
    });
    finished.catch(() => {});
    let objection: unknown = null;
    client.query({
      submit: (connection: Connection) => connection.query(statement),
      handleCopyInResponse: (bare: Connection) => {
        const connection = bare as CopyConnection;
        resolve({
          write: async (piece) => {
            if (objection) throw objection;
            connection.sendCopyFromChunk(piece);
            if (connection.stream.writableNeedDrain)
              await Promise.race([once(connection.stream, "drain"), finished]);
          },
          end: () => {
            connection.endCopyFrom();
            return finished;
          },
          abort: () => {
            connection.sendCopyFail("given up");
            return finished.catch(() => {});
          },
        });
      },
      handleCommandComplete: () => {},
      handleReadyForQuery: () => settle.done(),
      handleError: (error: unknown) => {
        objection = error;
        settle.failed(error);
        reject(error);
      },
    });
  });
}
