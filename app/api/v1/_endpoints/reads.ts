import { ROLES } from "@/lib/services/_shared/actor";
import { actionItem, actionsQuery, listActions } from "@/lib/services/api/actions";
import { kpiItem, kpisQuery, listKpis } from "@/lib/services/api/kpis";
import { pageOf } from "@/lib/services/api/list-schema";
import {
  listRecommendations,
  recommendationItem,
  recommendationsQuery,
} from "@/lib/services/api/recommendations";
import { listStock, stockItem, stockQuery } from "@/lib/services/api/stock";
import { listSync, syncItem, syncQuery } from "@/lib/services/api/sync";
import { endpoint } from "../_http/endpoint";

const read = { method: "get", roles: ROLES } as const;

export const stock = endpoint({
  ...read,
  id: "listStock",
  path: "/stock",
  summary: "Stock by SKU and location",
  query: stockQuery,
  answer: pageOf(stockItem),
  run: ({ db, actor, query }) => listStock(db, actor, query),
});

export const kpis = endpoint({
  ...read,
  id: "listKpis",
  path: "/kpis",
  summary: "Figures by day",
  query: kpisQuery,
  answer: pageOf(kpiItem),
  run: ({ db, actor, query }) => listKpis(db, actor, query),
});

export const sync = endpoint({
  ...read,
  id: "listSync",
  path: "/sync",
  summary: "Sources and how late they are",
  query: syncQuery,
  answer: pageOf(syncItem),
  run: ({ db, actor, query }) => listSync(db, actor, query),
});

export const recommendations = endpoint({
  ...read,
  id: "listRecommendations",
  path: "/recommendations",
  summary: "Recommendations, most money lost a day first",
  query: recommendationsQuery,
  answer: pageOf(recommendationItem),
  run: ({ db, actor, query }) => listRecommendations(db, actor, query),
});

export const actions = endpoint({
  ...read,
  id: "listActions",
  path: "/actions",
  summary: "Actions, newest first",
  query: actionsQuery,
  answer: pageOf(actionItem),
  run: ({ db, actor, query }) => listActions(db, actor, query),
});
