"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ErrorNote } from "@/app/_edge/error-note";
import { useAction } from "@/app/_edge/use-action";
import { Age } from "@/components/age";
import { Button } from "@/components/button";
import { announce } from "@/components/live/announcer";
import { Panel } from "@/components/panel";
import { SimpleTable } from "@/components/simple-table";
import { deleteMappingAction } from "../actions";
import { useKindLabel } from "./use-kind-label";

interface MappingRow {
  id: number;
  name: string;
  kind: string;
  createdBy: string;
  updatedAt: string;
}

/** The mappings that were saved under a name. Imports that used one keep their own copy. */
export function MappingsPanel({ mappings, mayDelete }: { mappings: MappingRow[]; mayDelete: boolean }) {
  const t = useTranslations("imports.mappings");
  const kindLabel = useKindLabel();
  const router = useRouter();
  const remove = useAction(deleteMappingAction, () => {
    announce(t("deleted"));
    router.refresh();
  });
  return (
    <Panel title={t("title")} subtitle={t("subtitle")} padded={false}>
      <ErrorNote error={remove.error} />
      <SimpleTable<MappingRow>
        caption={t("title")}
        rows={mappings}
        rowKey={(row) => String(row.id)}
        empty={<p className="px-4 pb-4 text-muted">{t("none")}</p>}
        columns={[
          { key: "name", header: t("name"), identity: true, cell: (row) => row.name },
          { key: "kind", header: t("kind"), cell: (row) => kindLabel(row.kind) },
          { key: "by", header: t("by"), cell: (row) => row.createdBy },
          { key: "changed", header: t("changed"), cell: (row) => <Age from={row.updatedAt} /> },
          ...(mayDelete
            ? [
                {
                  key: "delete",
                  header: <span className="sr-only">{t("delete")}</span>,
                  align: "end" as const,
                  cell: (row: MappingRow) => (
                    <Button
                      size="sm"
                      variant="ghost"
                      needsConnection
                      pending={remove.pending}
                      onPress={() => void remove.run({ id: row.id })}
                    >
                      {t("delete")}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Panel>
  );
}
