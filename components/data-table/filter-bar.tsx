"use client";

import { Plus, Search, SlidersHorizontal, X } from "lucide-react";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { Button } from "@/components/button";
import { useFormat } from "@/components/format";
import { Popup } from "@/components/popup";
import { SideSheet } from "@/components/side-sheet";
import { useKeyName, useShortcuts } from "@/components/use-shortcuts";
import { ChoiceList } from "./choice-list";
import type { FilterDefinition } from "./types";
import type { Address } from "./use-address";

interface FilterBarProps {
  filters: readonly FilterDefinition[];
  address: Address;
  withSearch: boolean;
  total: number | null;
  tools?: ReactNode;
  /** The way to choose columns; a phone has none. */
  columns: ReactNode;
}

const chipClass = "h-(--control-height) border px-2 text-body whitespace-nowrap hover:bg-surface-secondary";

/** Search, suggested filters, applied filters with their values, and the way to all others. */
export function FilterBar({ filters, address, withSearch, total, tools, columns }: FilterBarProps) {
  const t = useTranslations("table");
  const valuesOf = (key: string): string[] =>
    address.applied.find((entry) => entry.filter.key === key)?.values ?? [];
  const shown = filters.filter((filter) => filter.suggested || valuesOf(filter.key).length > 0);
  const rest = filters.filter((filter) => !shown.includes(filter));
  const active = address.applied.length > 0 || address.search !== "";
  return (
    <div className="flex min-h-(--control-height) flex-wrap items-center gap-2">
      {withSearch ? <SearchBox address={address} /> : null}
      <div className="contents max-sm:hidden">
        {shown.map((filter) => (
          <FilterChip
            key={filter.key}
            filter={filter}
            chosen={valuesOf(filter.key)}
            onChange={(values) => address.setFilter(filter.key, values)}
          />
        ))}
        {rest.length > 0 ? (
          <Popup
            className={`${chipClass} border-dashed border-field-border text-muted`}
            trigger={
              <>
                <Plus aria-hidden="true" size={14} />
                {t("addFilter")}
              </>
            }
          >
            <AllFilters filters={rest} valuesOf={valuesOf} address={address} />
          </Popup>
        ) : null}
        {active ? (
          <Button variant="ghost" onPress={address.clear}>
            {t("clearAll")}
          </Button>
        ) : null}
      </div>
      {filters.length > 0 ? (
        <FilterSheet filters={filters} valuesOf={valuesOf} address={address} total={total} />
      ) : null}
      {tools ? <div className="ml-auto flex items-center gap-2">{tools}</div> : null}
      <div className={`max-sm:hidden ${tools ? "" : "ml-auto"}`}>{columns}</div>
    </div>
  );
}

function FilterChip({
  filter,
  chosen,
  onChange,
}: {
  filter: FilterDefinition;
  chosen: string[];
  onChange: (values: string[]) => void;
}) {
  const t = useTranslations("table");
  const format = useFormat();
  const labels = chosen.map(
    (value) => filter.options.find((option) => option.value === value)?.label ?? value,
  );
  const on = chosen.length > 0;
  return (
    <span className="inline-flex">
      <Popup
        className={`${chipClass} ${on ? "rounded-r-none border-accent bg-accent-soft" : "border-dashed border-field-border text-muted"}`}
        trigger={
          on ? (
            <span className="max-w-60 truncate">
              {t("applied", { name: filter.label, values: format.list(labels) })}
            </span>
          ) : (
            <>
              <Plus aria-hidden="true" size={14} />
              {filter.label}
            </>
          )
        }
      >
        <div className="p-2">
          <ChoiceList filter={filter} chosen={chosen} onChange={onChange} />
        </div>
      </Popup>
      {on ? (
        <button
          type="button"
          aria-label={t("removeFilter", { name: filter.label })}
          title={t("removeFilter", { name: filter.label })}
          className="inline-flex h-(--control-height) w-7 cursor-pointer items-center justify-center rounded-r-control border border-l-0 border-accent bg-accent-soft hover:bg-surface-tertiary"
          onClick={() => onChange([])}
        >
          <X aria-hidden="true" size={14} />
        </button>
      ) : null}
    </span>
  );
}

interface AllFiltersProps {
  filters: readonly FilterDefinition[];
  valuesOf: (key: string) => string[];
  address: Address;
}

function AllFilters({ filters, valuesOf, address }: AllFiltersProps) {
  return (
    <div className="flex min-w-56 flex-col p-1">
      {filters.map((filter) => (
        <details key={filter.key} name="filters">
          <summary className="flex min-h-(--control-height) cursor-pointer items-center rounded-chip px-2 hover:bg-surface-tertiary">
            {filter.label}
          </summary>
          <div className="py-1 pl-3">
            <ChoiceList
              filter={filter}
              chosen={valuesOf(filter.key)}
              onChange={(values) => address.setFilter(filter.key, values)}
            />
          </div>
        </details>
      ))}
    </div>
  );
}

/** All filters of a phone, with the number of rows that they leave. */
function FilterSheet({ filters, valuesOf, address, total }: AllFiltersProps & { total: number | null }) {
  const t = useTranslations("table");
  const format = useFormat();
  const [open, setOpen] = useState(false);
  const foot = (
    <>
      <Button variant="primary" size="lg" full onPress={() => setOpen(false)}>
        {total === null ? t("showRows") : t("showCount", { count: total, figure: format.number(total) })}
      </Button>
      <Button full onPress={address.clear}>
        {t("clearAll")}
      </Button>
    </>
  );
  return (
    <span className="sm:hidden">
      <Button icon={<SlidersHorizontal aria-hidden="true" />} onPress={() => setOpen(true)}>
        {t("filters", { count: address.applied.length })}
      </Button>
      <SideSheet open={open} onClose={() => setOpen(false)} title={t("filtersTitle")} foot={foot}>
        {filters.map((filter) => (
          <section key={filter.key} className="pb-4">
            <h3 className="pb-1 font-medium">{filter.label}</h3>
            <ChoiceList
              filter={filter}
              chosen={valuesOf(filter.key)}
              onChange={(values) => address.setFilter(filter.key, values)}
            />
          </section>
        ))}
      </SideSheet>
    </span>
  );
}

function SearchBox({ address }: { address: Address }) {
  const t = useTranslations("table");
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(address.search);
  // The address may change by itself: back, a saved view, "Clear all".
  useEffect(() => {
    if (document.activeElement !== input.current || address.search === "") setText(address.search);
  }, [address.search]);
  const key = useKeyName()("search");
  useShortcuts({ "/": () => input.current?.focus() });
  return (
    <span className="relative inline-flex items-center max-sm:grow">
      <Search aria-hidden="true" size={14} className="pointer-events-none absolute left-2.5 text-muted" />
      <input
        ref={input}
        type="search"
        value={text}
        aria-label={key ? t("searchWithKey", { key }) : t("search")}
        placeholder={key ? t("searchWithKey", { key }) : t("search")}
        aria-keyshortcuts={key}
        className="field-native w-52 pl-8 text-body! max-sm:w-full"
        onChange={(event) => {
          setText(event.target.value);
          address.setSearch(event.target.value);
        }}
      />
    </span>
  );
}
