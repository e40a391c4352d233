import { z } from "zod";
import { choice, currencyCode, decimal, flag, integer, key, list, optional, versionFields } from "./field";

/** One directed way between two locations. */
export const lanes = z.object({
  origin: key("Code of the location goods leave from", [
    ["origin", "from", "from location", "source", "ship from"],
    ["起點", "起点", "出貨倉", "发货仓", "調出倉", "调出仓"],
  ]),
  destination: key("Code of the location goods go to", [
    ["destination", "to", "to location", "ship to"],
    ["終點", "终点", "目的地", "收貨倉", "收货仓", "調入倉", "调入仓"],
  ]),
  leadTimeDays: decimal(
    "Days from shipping to being sellable",
    [
      ["lead time", "lead time days", "transit days", "days"],
      ["前置天數", "前置天数", "運送天數", "运输天数", "時效", "时效"],
    ],
    { min: 0, max: 9999 },
  ),
  currency: optional(currencyCode("Currency of the costs", [["currency"], ["幣別", "币种"]])),
  freightPerUnit: decimal(
    "Freight for one unit",
    [
      ["freight", "freight per unit", "cost per unit", "unit freight"],
      ["運費", "运费", "單位運費", "单位运费"],
    ],
    { min: 0, money: true },
  ),
  handlingPerUnit: optional(
    decimal(
      "Handling for one unit",
      [
        ["handling", "handling per unit"],
        ["處理費", "处理费"],
      ],
      { min: 0, money: true },
    ),
  ),
  fixedPerShipment: optional(
    decimal(
      "Cost of one shipment whatever its size",
      [
        ["fixed cost", "fixed per shipment", "shipment cost"],
        ["固定費用", "固定费用", "每票費用"],
      ],
      { min: 0, money: true },
    ),
  ),
  minUnits: optional(
    integer(
      "Fewest units worth a shipment",
      [
        ["min units", "minimum", "moq"],
        ["最小量", "起運量", "起运量"],
      ],
      { min: 1 },
    ),
  ),
  capacityUnits: optional(
    integer(
      "Most units in a shipment",
      [
        ["capacity", "capacity units", "max units"],
        ["容量", "最大量"],
      ],
      { min: 1 },
    ),
  ),
  capacityGrams: optional(
    integer("Most weight of a shipment, in grams", [["capacity grams", "max weight"], ["最大重量"]], {
      min: 1,
      max: Number.MAX_SAFE_INTEGER,
    }),
  ),
  capacityCm3: optional(
    integer(
      "Most volume of a shipment, in cm³",
      [
        ["capacity cm3", "max volume"],
        ["最大體積", "最大体积"],
      ],
      { min: 1, max: Number.MAX_SAFE_INTEGER },
    ),
  ),
  hazmatAllowed: optional(
    flag("Dangerous goods may go this way", [["hazmat allowed"], ["可運危險品", "可运危险品"]]),
  ),
  coldChainAllowed: optional(
    flag("Cold goods may go this way", [["cold chain allowed"], ["可運冷鏈", "可运冷链"]]),
  ),
  minValue: optional(
    decimal(
      "Least value of a shipment's goods, at cost",
      [
        ["min value", "minimum value", "least value"],
        ["最低貨值", "最低货值"],
      ],
      { min: 0, money: true },
    ),
  ),
  kind: optional(
    choice(
      ["transfer", "removal", "inbound"],
      "What it is: a transfer, a removal out of a marketplace's warehouse, or inbound into one",
      [
        ["kind", "lane kind", "type"],
        ["類型", "类型"],
      ],
    ),
  ),
  shipWeekdays: optional(
    list("Weekdays on which it ships: mon to sun, or 1 (Monday) to 7; empty: every day", [
      ["ship weekdays", "ship days", "shipping days", "departures"],
      ["出貨日", "发货日", "發車日", "发车日"],
    ]),
  ),
  cutOffHour: optional(
    integer(
      "Local hour at the origin after which a day's shipment takes nothing more",
      [
        ["cut off", "cut off hour", "cutoff", "cut-off"],
        ["截單時間", "截单时间", "截止時刻", "截止时刻"],
      ],
      { min: 0, max: 24 },
    ),
  ),
  closedDays: optional(
    list("Days (2026-12-25) on which nothing leaves", [
      ["closed days", "holidays"],
      ["停運日", "停运日", "假日"],
    ]),
  ),
  cooldownDays: optional(
    integer(
      "Days before the same SKU is sent again; empty: as the policy says",
      [
        ["cooldown", "cooldown days", "pause days"],
        ["間隔天數", "间隔天数"],
      ],
      { min: 0, max: 365 },
    ),
  ),
  active: optional(
    flag("Whether it is in use", [
      ["active", "enabled"],
      ["啟用", "启用"],
    ]),
  ),
  ...versionFields,
});
