import { createTransport } from "nodemailer";

export interface MailServer {
  /** smtp://user:password@host:port, or smtps:// */
  url: string;
  from: string;
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The same on every attempt, so that a mailbox can tell a repeat. */
  id: string;
}

export interface MailResult {
  outcome: "sent" | "retry" | "failed";
  /** What the server said, without the credentials. */
  error: string | null;
}

const timeoutMilliseconds = 15_000;

/** Sends one plain message over SMTP. A refusal by the server for good (5xx) is final; all else may be tried again. Never throws. */
export async function sendMail(server: MailServer, mail: Mail): Promise<MailResult> {
  const transport = createTransport({
    url: server.url,
    connectionTimeout: timeoutMilliseconds,
    greetingTimeout: timeoutMilliseconds,
    socketTimeout: timeoutMilliseconds,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  try {
    await transport.sendMail({
      from: server.from,
      to: mail.to,
      subject: mail.subject,
      text: mail.text,
      messageId: `<${mail.id}@plimsoll>`,
      headers: { "Auto-Submitted": "auto-generated" },
    });
    return { outcome: "sent", error: null };
  } catch (error) {
    const { code, responseCode } = error as { code?: string; responseCode?: number };
    const said = responseCode === undefined ? (code ?? "no_answer") : `${code ?? "refused"} ${responseCode}`;
    const final = responseCode !== undefined && responseCode >= 500 && code !== "EAUTH";
    return { outcome: final ? "failed" : "retry", error: said };
  } finally {
    transport.close();
  }
}
