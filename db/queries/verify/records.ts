import type { Check } from "./check";

export const verifyOrders: Check = (tx) => tx`
  select format('line %s of order %s placed %s: %s', l.line_no, l.order_id, l.placed_at,
      case when o.id is null then 'its order is missing' when p.id is null then 'its location is missing' else 'its channel is not its order''s' end) as what,
    count(*) over ()::int as total
  from order_line l
  left join sales_order o on o.id = l.order_id and o.placed_at = l.placed_at
  left join location p on p.id = l.location_id
  where o.id is null or p.id is null or o.channel_id <> l.channel_id
  order by l.order_id, l.line_no limit 10`;

export const verifyCredits: Check = (tx) => tx`
  with wrong as (
    select format('a credit waits to be set against its sales: customer %s, SKU %s', c.customer_ref, k.code) as what
    from credit_key c join sku k on k.id = c.sku_id where c.pending
    union all
    select format('line %s of order %s: %s of %s units taken back, %s cancelled', m.line_no, m.order_id, m.units, coalesce(l.quantity, 0), coalesce(l.cancelled_quantity, 0))
    from (select order_id, placed_at, line_no, sum(quantity) as units from credit_match group by 1, 2, 3) m
    left join order_line l on l.order_id = m.order_id and l.placed_at = m.placed_at and l.line_no = m.line_no and l.kind = 'sale'
    where l.order_id is null or m.units > l.cancelled_quantity or m.units > l.quantity
    union all
    select format('credit line %s of order %s takes back %s of its %s units', m.credit_line_no, m.credit_order_id, m.units, coalesce(-l.quantity, 0))
    from (select credit_order_id, credit_placed_at, credit_line_no, sum(quantity) as units from credit_match group by 1, 2, 3) m
    left join order_line l on l.order_id = m.credit_order_id and l.placed_at = m.credit_placed_at and l.line_no = m.credit_line_no and l.kind = 'credit'
    where l.order_id is null or m.units > -l.quantity
  )
  select what, count(*) over ()::int as total from wrong order by what limit 10`;

export const verifyIdentities: Check = (tx) => tx`
  with lost as (
    select i.* from record_identity i left join sales_order o on o.id = i.entity_id and o.placed_at = i.placed_at
      and o.connection_id = i.connection_id and o.external_id = i.external_id
    where i.kind = 'orders' and o.id is null
    union all select i.* from record_identity i left join sku t on t.id = i.entity_id where i.kind in ('skus', 'sku-from-orders') and t.id is null
    union all select i.* from record_identity i left join location t on t.id = i.entity_id where i.kind = 'locations' and t.id is null
    union all select i.* from record_identity i left join lane t on t.id = i.entity_id where i.kind = 'lanes' and t.id is null
    union all select i.* from record_identity i left join channel t on t.id = i.entity_id where i.kind = 'channels' and t.id is null
    union all select i.* from record_identity i left join listing t on t.id = i.entity_id where i.kind = 'listings' and t.id is null
    union all select i.* from record_identity i left join return_line t on t.id = i.entity_id where i.kind = 'returns' and t.id is null
    union all select i.* from record_identity i left join campaign t on t.id = i.entity_id where i.kind = 'campaigns' and t.id is null
    union all select i.* from record_identity i left join product_ad t on t.id = i.entity_id where i.kind in ('product-ads', 'ad-spend') and t.id is null
    union all select i.* from record_identity i left join stock_move m on m.id = i.entity_id and m.occurred_at = i.placed_at
    where i.kind = 'stock' and m.id is null
  )
  select format('%s %s of %s points at %s, which is not there', l.kind, l.external_id, c.key, l.entity_id) as what, count(*) over ()::int as total
  from lost l join connection c on c.id = l.connection_id order by l.kind, l.external_id limit 10`;

export const verifyRuns: Check = (tx) => tx`
  with listed as (select run_id, count(distinct line_no) as lines from reject group by 1)
  select format('run %s (%s): %s read, %s accepted + %s unchanged + %s rejected, %s lines listed as rejected', r.id, r.kind, r.read_count,
      r.accepted_count, r.unchanged_count, r.rejected_count, coalesce(l.lines, 0)) as what,
    count(*) over ()::int as total
  from sync_run r left join listed l on l.run_id = r.id
  where r.read_count <> r.accepted_count + r.unchanged_count + r.rejected_count
    or (r.trigger = 'import' and r.state in ('done', 'running') and r.rejected_count <> coalesce(l.lines, 0))
  order by r.id limit 10`;

export const verifyAudit: Check = (tx) => tx`
  with chained as (
    select a.*, coalesce(lag(a.hash) over (order by a.id), sha256('plimsoll')) as hash_before, coalesce(lag(a.id) over (order by a.id), 0) as id_before
    from audit_event a
  ), wrong as (
    select id, case when id <> id_before + 1 then 'rows before it are missing' when prev_hash <> hash_before then 'it does not follow the row before it'
      else 'its content was changed' end as why
    from chained
    where id <> id_before + 1 or prev_hash <> hash_before
      or hash <> audit_hash(prev_hash, id, at, actor_kind, actor_id, actor_name, role, verb, entity, entity_id, before, after, reason)
    union all
    select h.last_id, 'the chain does not end where its head says'
    from audit_head h left join (select id, hash from audit_event order by id desc limit 1) a on true
    where h.last_id <> coalesce(a.id, 0) or h.last_hash <> coalesce(a.hash, sha256('plimsoll'))
  )
  select format('audit row %s: %s', id, why) as what, count(*) over ()::int as total from wrong order by id limit 10`;
