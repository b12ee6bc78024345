-- The model's tables: those of StreamPark's that an API token depends on, with
-- upstream's names of tables and columns, in SQL that all products read, once
-- names in double quotes are quoted as each wants it. Written for the model; it
-- is not upstream's schema.
create table t_user (
  user_id bigint primary key, username varchar(64) not null unique, nick_name varchar(64) not null,
  salt varchar(26), password varchar(64) not null, email varchar(64), user_type int, login_type int default 0,
  last_team_id bigint, status int, create_time timestamp, modify_time timestamp, last_login_time timestamp,
  sex char(1), description varchar(255)
);
create table t_access_token (
  id bigint primary key, user_id bigint, token varchar(1024), expire_time timestamp, description varchar(255),
  status int, create_time timestamp, modify_time timestamp
);
create table t_team (
  id bigint primary key, team_name varchar(50) not null, description varchar(255), create_time timestamp, modify_time timestamp
);
create table t_role (role_id bigint primary key, role_name varchar(64) not null);
create table t_member (id bigint primary key, team_id bigint, user_id bigint, role_id bigint);
create table t_flink_app (
  id bigint primary key, team_id bigint, execution_mode int, job_name varchar(255), options text, user_id bigint,
  version_id bigint, flink_cluster_id bigint, state int, option_state int, tracking int, job_id varchar(64),
  job_type int, app_type int, main_class varchar(255)
);
create table t_flink_sql (id bigint primary key, app_id bigint, "sql" text, version int, candidate int default 1);
create table t_flink_effective (id bigint primary key, app_id bigint, target_type int, target_id bigint);
create table t_flink_env (
  id bigint primary key, flink_name varchar(128), flink_home varchar(255), version varchar(64),
  scala_version varchar(64), flink_conf text, is_default boolean default false
);
create table t_flink_cluster (
  id bigint primary key, address varchar(150), cluster_name varchar(128), execution_mode int, version_id bigint,
  cluster_state int
);
create table t_app_build_pipe (
  app_id bigint primary key, pipe_type int, pipe_status int, cur_step int, total_step int, steps_status text,
  steps_status_ts text, error text, build_result text
);
create table t_flink_savepoint (
  id bigint primary key, app_id bigint not null, chk_id bigint, type int, path varchar(255), latest boolean not null default true,
  trigger_time timestamp, create_time timestamp
);
-- Upstream has a sequence per table, all starting at 10000.
create table model_sequence (name varchar(64) primary key, value bigint not null);
insert into model_sequence values ('t_user', 9999), ('t_access_token', 9999), ('t_member', 9999);
create table t_flink_log (
  id bigint primary key, app_id bigint, yarn_app_id varchar(64), job_manager_url varchar(255), success boolean, exception text,
  option_time timestamp, option_name int
);
