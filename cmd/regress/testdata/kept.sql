insert into t_flink_savepoint (id, app_id, type, path, latest, trigger_time, create_time) values
 (1, 200001, 2, 'file:///old', true, '2026-11-24 09:00:00', '2026-11-24 09:00:01'), (2, 200002, 2, 'file:///new', true, '2026-11-24 12:00:00', '2026-11-24 12:00:01');
insert into t_flink_log (id, app_id, success, option_time, option_name) values
 (1, 200001, true, '2026-11-24 10:00:00', 2), (2, 200001, true, '2026-11-24 11:00:00', 3), (3, 200002, true, '2026-11-24 12:00:00', 3);
