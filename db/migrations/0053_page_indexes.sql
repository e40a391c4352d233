-- Indexes that let the pages read only what they show, seen in their plans with 10,000 SKUs.

-- The queue as a whole and by kind, sorted as it is shown. What its counts add up is in the index, so that 10,000 wide rows
-- need not be read for one number.
alter table recommendation add column problem_key text generated always as (problem ->> 'key') stored;
create index recommendation_undecided on recommendation (loss_minor_per_day desc, id)
  include (kind, problem_key, team, urgency, sku_id, location_id, campaign_id, assigned_to, decided_by_id,
    value_low_minor, value_minor, value_high_minor)
  where state in ('open', 'blocked');
create index recommendation_undecided_by_kind on recommendation (kind, loss_minor_per_day desc, id)
  where state in ('open', 'blocked');
-- The badge in the navigation.
create index recommendation_pressing on recommendation (team) where state = 'open' and urgency in ('urgent', 'high');
-- What is proposed for an ad, or for its whole campaign.
create index recommendation_of_campaign on recommendation (campaign_id, product_ad_id)
  where state in ('open', 'blocked') and campaign_id is not null;
-- The few whose best option moves goods, for the plan by lane.
create index recommendation_best_moves on recommendation (kind, id)
  where state in ('open', 'blocked') and jsonb_path_exists(options, '$[0].steps[*] ? (@.kind == "transfer")');

-- Accuracy by channel without the rows themselves.
drop index order_check_recent;
create index order_check_recent on order_check (placed_at, channel_id) include (result, checked_at);

-- Spend by the hour without the rows themselves.
drop index ad_spend_recent;
create index ad_spend_recent on ad_spend (starts_at) include (grain, spend_base_minor, wasted_base_minor);

-- When figures were last worked out, so that no page asks every row of stock_status for it.
create table figures_refreshed (
  one boolean primary key default true check (one),
  at timestamptz not null
);
insert into figures_refreshed (at) select max(computed_at) from stock_status having max(computed_at) is not null;
