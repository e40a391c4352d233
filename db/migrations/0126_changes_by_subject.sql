-- The next change of the same campaign or listing ends what an action is measured for.
create index action_changes_of_campaign on action (((payload ->> 'campaignId')::int), verified_at)
  where state = 'verified' and starts_with(kind, 'ad_');
create index action_changes_of_listing on action ((payload ->> 'listingId'), verified_at)
  where state = 'verified' and kind = 'publish_quantity';
