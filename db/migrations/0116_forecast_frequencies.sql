-- Spreads are calibrated by how often an item sells, not by how much; [] where that was not known yet.
alter table forecast_calibration add frequencies jsonb not null default '[]';
