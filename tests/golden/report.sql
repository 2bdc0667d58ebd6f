BEGIN TRANSACTION;
CREATE TABLE IF NOT EXISTS gpupeak_runs (run INTEGER PRIMARY KEY, name TEXT, started_at TEXT, tool_version TEXT,
  tool_commit TEXT, preset TEXT, processes INTEGER, hostname TEXT, os TEXT, cpu TEXT);
CREATE TABLE IF NOT EXISTS gpupeak_devices (run INTEGER, device INTEGER, backend TEXT, uuid TEXT, name TEXT, driver TEXT,
  memory_bytes REAL, rated_clock_hz REAL, PRIMARY KEY (run, device));
CREATE TABLE IF NOT EXISTS gpupeak_cases (run INTEGER, place INTEGER, device INTEGER, id TEXT, suite TEXT, outcome TEXT,
  reason TEXT, bound_by TEXT, PRIMARY KEY (run, place));
CREATE TABLE IF NOT EXISTS gpupeak_axes (run INTEGER, place INTEGER, axis TEXT, value TEXT);
CREATE TABLE IF NOT EXISTS gpupeak_metrics (run INTEGER, place INTEGER, metric TEXT, value REAL);
CREATE TABLE IF NOT EXISTS gpupeak_samples (run INTEGER, place INTEGER, process INTEGER, time_s REAL, clock_hz REAL,
  launches INTEGER);
DELETE FROM gpupeak_runs WHERE run = 1739014970428644962;
DELETE FROM gpupeak_devices WHERE run = 1739014970428644962;
DELETE FROM gpupeak_cases WHERE run = 1739014970428644962;
DELETE FROM gpupeak_axes WHERE run = 1739014970428644962;
DELETE FROM gpupeak_metrics WHERE run = 1739014970428644962;
DELETE FROM gpupeak_samples WHERE run = 1739014970428644962;
INSERT INTO gpupeak_runs VALUES (1739014970428644962,'2026-11-20T23:20:11Z/workbench/0123-abcd','2026-11-20T23:20:11Z','0.1.0','88386b6','quick',1,'workbench','Debian GNU/Linux 12','Processor 8481C');
INSERT INTO gpupeak_devices VALUES (1739014970428644962,0,'host','0123-abcd','Köln™ 処理 Processor 8481C','Linux 6.1',8321499136,3500000000);
INSERT INTO gpupeak_cases VALUES (1739014970428644962,0,0,'throughput/dtype=f32/units=1/rung=scalar','throughput','measured','','fp32_scalar');
INSERT INTO gpupeak_axes VALUES (1739014970428644962,0,'dtype','f32'),(1739014970428644962,0,'units','1'),(1739014970428644962,0,'rung','scalar');
INSERT INTO gpupeak_metrics VALUES (1739014970428644962,0,'median_s',0.07194244604316546),(1739014970428644962,0,'median_precision',0.0034210526315790095),(1739014970428644962,0,'flop_rate_flops_per_s',13900000000),(1739014970428644962,0,'efficiency_rated',0.9928571428571429),(1739014970428644962,0,'efficiency_clocked',0.9928571428571429),(1739014970428644962,0,'clock_hz',3500000000);
INSERT INTO gpupeak_samples VALUES (1739014970428644962,0,0,0.07158273381294963,3500000000,10),(1739014970428644962,0,0,0.07162059825823551,3500000000,10);
INSERT INTO gpupeak_cases VALUES (1739014970428644962,1,0,'throughput/dtype=f64/units=2/rung=amx','throughput','skipped','AMX has no fp64; the widest unit with it here is avx512',NULL);
INSERT INTO gpupeak_axes VALUES (1739014970428644962,1,'dtype','f64'),(1739014970428644962,1,'units','2'),(1739014970428644962,1,'rung','amx');
CREATE INDEX IF NOT EXISTS gpupeak_metrics_by_case ON gpupeak_metrics (run, place);
DROP VIEW IF EXISTS gpupeak;
CREATE VIEW gpupeak AS SELECT c.run, c.place, c.device, c.id, c.suite, c.outcome, c.reason, c.bound_by,
  max(CASE m.metric WHEN 'median_s' THEN m.value END) AS median_s,
  max(CASE m.metric WHEN 'median_precision' THEN m.value END) AS median_precision,
  max(CASE m.metric WHEN 'run_to_run_spread' THEN m.value END) AS run_to_run_spread,
  max(CASE m.metric WHEN 'sample_rate_samples_per_s' THEN m.value END) AS sample_rate_samples_per_s,
  max(CASE m.metric WHEN 'flop_rate_flops_per_s' THEN m.value END) AS flop_rate_flops_per_s,
  max(CASE m.metric WHEN 'model_flops_utilization' THEN m.value END) AS model_flops_utilization,
  max(CASE m.metric WHEN 'effective_rate_flops_per_s' THEN m.value END) AS effective_rate_flops_per_s,
  max(CASE m.metric WHEN 'executed_rate_flops_per_s' THEN m.value END) AS executed_rate_flops_per_s,
  max(CASE m.metric WHEN 'bandwidth_bytes_per_s' THEN m.value END) AS bandwidth_bytes_per_s,
  max(CASE m.metric WHEN 'used_bandwidth_bytes_per_s' THEN m.value END) AS used_bandwidth_bytes_per_s,
  max(CASE m.metric WHEN 'operation_rate_ops_per_s' THEN m.value END) AS operation_rate_ops_per_s,
  max(CASE m.metric WHEN 'bytes_per_operation' THEN m.value END) AS bytes_per_operation,
  max(CASE m.metric WHEN 'latency_s' THEN m.value END) AS latency_s,
  max(CASE m.metric WHEN 'latency_cycles' THEN m.value END) AS latency_cycles,
  max(CASE m.metric WHEN 'latency_p50_s' THEN m.value END) AS latency_p50_s,
  max(CASE m.metric WHEN 'latency_p95_s' THEN m.value END) AS latency_p95_s,
  max(CASE m.metric WHEN 'latency_p99_s' THEN m.value END) AS latency_p99_s,
  max(CASE m.metric WHEN 'latency_max_s' THEN m.value END) AS latency_max_s,
  max(CASE m.metric WHEN 'p99_doubles_at_samples_per_s' THEN m.value END) AS p99_doubles_at_samples_per_s,
  max(CASE m.metric WHEN 'input_wait_share' THEN m.value END) AS input_wait_share,
  max(CASE m.metric WHEN 'energy_per_sample_j' THEN m.value END) AS energy_per_sample_j,
  max(CASE m.metric WHEN 'memory_growth_bytes' THEN m.value END) AS memory_growth_bytes,
  max(CASE m.metric WHEN 'efficiency_rated' THEN m.value END) AS efficiency_rated,
  max(CASE m.metric WHEN 'efficiency_clocked' THEN m.value END) AS efficiency_clocked,
  max(CASE m.metric WHEN 'clock_hz' THEN m.value END) AS clock_hz
  FROM gpupeak_cases c LEFT JOIN gpupeak_metrics m ON m.run = c.run AND m.place = c.place GROUP BY c.run, c.place;
COMMIT;
