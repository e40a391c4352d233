import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { GaugeDefs } from "@/components/cover-gauge/drawing";
import { ExplainProvider } from "@/components/explain";
import { Live } from "@/components/live";
import { Announcer } from "@/components/live/announcer";
import { OfflineBar } from "@/components/live/offline-bar";
import { UnreadPastBar } from "@/components/past/unread-bar";
import { StandstillProvider } from "@/components/standstill";
import { BottomBar } from "./bottom-bar";
import { Navigation } from "./navigation";
import { ShellFrame } from "./shell-frame";
import { StoppedBar } from "./stopped-bar";
import { TopBar } from "./top-bar";
import type { ShellData } from "./types";

export type { ShellData } from "./types";

/** The frame of every page: navigation, top bar, and what pages share (explain panel, live connection, gauge patterns). */
export function AppShell({
  data,
  folded,
  children,
}: {
  data: ShellData;
  folded: boolean;
  children: ReactNode;
}) {
  const t = useTranslations("shell");
  return (
    <ExplainProvider>
      <a
        href="#main"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-control focus:bg-surface focus:px-3 focus:py-2"
      >
        {t("skipToContent")}
      </a>
      <GaugeDefs />
      <ShellFrame folded={folded} navigation={<Navigation badges={data.badges} />}>
        <TopBar data={data} />
        <OfflineBar />
        <UnreadPastBar />
        {data.stopped ? <StoppedBar {...data.stopped} /> : null}
        <main
          id="main"
          tabIndex={-1}
          className="min-w-0 px-(--page-gutter) pt-4 pb-6 outline-none max-sm:pb-20"
        >
          <StandstillProvider stopped={data.stopped ?? null}>{children}</StandstillProvider>
        </main>
      </ShellFrame>
      <BottomBar badges={data.badges} />
      <Announcer />
      <Live />
    </ExplainProvider>
  );
}
