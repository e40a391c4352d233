-- Why a row was rejected and why a run failed, as a message key with what it names, so that pages can say it in the
-- reader's language: {"key": "rejects.too_long", "values": {"most": 200}}. The English sentence beside it is for the API, the
-- command and logs. Rows from before this have only that.
alter table reject add column say jsonb;
alter table sync_run add column error_say jsonb;
