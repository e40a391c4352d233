-- The KPI job keeps what was expected of each week in a temporary table of its transaction.
do $$ begin execute format('grant temporary on database %I to plimsoll_app', current_database()); end $$;
