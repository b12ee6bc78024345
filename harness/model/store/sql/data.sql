-- What every installation is seeded with, as far as the model has tables for
-- it: the administrator (password "streampark"), the default team, two roles
-- and the demo application.
insert into t_team (id, team_name) values (100000, 'default');
insert into t_role (role_id, role_name) values (100001, 'developer'), (100002, 'team admin');
insert into t_user (user_id, username, nick_name, salt, password, user_type, login_type, last_team_id, status, create_time, modify_time, sex)
values (100000, 'admin', '', 'modelsaltmodelsaltmodel000', 'c9e62f7e7401c2a66cb49267fcde76f021d51c444119417deb92feed3ed902a9', 1, 0, 100000, 1, current_timestamp, current_timestamp, '0');
insert into t_member (id, team_id, user_id, role_id) values (100000, 100000, 100000, 100001);
insert into t_flink_app (id, team_id, execution_mode, job_name, user_id, state, option_state)
values (100000, 100000, 4, 'Flink SQL Demo', 100000, 0, 0);
insert into t_flink_sql (id, app_id, "sql", version, candidate) values (100000, 100000, '', 1, 0);
insert into t_flink_effective (id, app_id, target_type, target_id) values (100000, 100000, 2, 100000);
