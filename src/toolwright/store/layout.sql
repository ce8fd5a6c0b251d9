CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE api_token (
	id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	token_hash VARCHAR NOT NULL, 
	scopes JSON, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME, 
	last_used_at DATETIME, 
	revoked_at DATETIME, 
	CONSTRAINT pk_api_token PRIMARY KEY (id), 
	CONSTRAINT fk_api_token_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE, 
	CONSTRAINT uq_api_token_token_hash UNIQUE (token_hash)
);
CREATE TABLE audit (
	number INTEGER NOT NULL, 
	id VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	actor_id VARCHAR, 
	actor_name VARCHAR NOT NULL, 
	verb VARCHAR NOT NULL, 
	resource VARCHAR NOT NULL, 
	detail JSON NOT NULL, 
	request_id VARCHAR, 
	ip VARCHAR, 
	previous_hash VARCHAR NOT NULL, 
	hash VARCHAR NOT NULL, 
	CONSTRAINT pk_audit PRIMARY KEY (number), 
	CONSTRAINT uq_audit_id UNIQUE (id)
);
CREATE TABLE change (
	area VARCHAR NOT NULL, 
	value INTEGER NOT NULL, 
	CONSTRAINT pk_change PRIMARY KEY (area)
);
CREATE TABLE claim (
	"key" VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_claim PRIMARY KEY ("key")
);
CREATE TABLE definition (
	workspace VARCHAR NOT NULL, 
	path VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	hash VARCHAR NOT NULL, 
	updated_at DATETIME NOT NULL, 
	updated_by VARCHAR, 
	CONSTRAINT pk_definition PRIMARY KEY (workspace, path), 
	CONSTRAINT fk_definition_workspace FOREIGN KEY(workspace) REFERENCES workspace (name) ON DELETE CASCADE
);
CREATE TABLE definition_comment (
	id VARCHAR NOT NULL, 
	workspace VARCHAR NOT NULL, 
	path VARCHAR NOT NULL, 
	thread VARCHAR NOT NULL, 
	component JSON, 
	author_id VARCHAR, 
	author VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	created_at DATETIME NOT NULL, 
	edited_at DATETIME, 
	resolved_at DATETIME, 
	resolved_by VARCHAR, 
	CONSTRAINT pk_definition_comment PRIMARY KEY (id), 
	CONSTRAINT fk_definition_comment_workspace FOREIGN KEY(workspace) REFERENCES workspace (name) ON DELETE CASCADE, 
	CONSTRAINT fk_definition_comment_author_id FOREIGN KEY(author_id) REFERENCES user (id) ON DELETE SET NULL
);
CREATE TABLE editing (
	workspace VARCHAR NOT NULL, 
	path VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	since DATETIME NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_editing PRIMARY KEY (workspace, path), 
	CONSTRAINT fk_editing_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
);
CREATE TABLE installation (
	"key" VARCHAR NOT NULL, 
	value VARCHAR NOT NULL, 
	CONSTRAINT pk_installation PRIMARY KEY ("key")
);
CREATE TABLE kept_answer (
	"key" VARCHAR NOT NULL, 
	request VARCHAR NOT NULL, 
	change VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	status INTEGER, 
	headers JSON, 
	body BLOB, 
	CONSTRAINT pk_kept_answer PRIMARY KEY ("key")
);
CREATE TABLE notice (
	id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT, 
	origin VARCHAR NOT NULL, 
	workspace VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	at DATETIME NOT NULL
);
CREATE TABLE one_time_code (
	code_hash VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	user_id VARCHAR, 
	created_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	used_at DATETIME, 
	CONSTRAINT pk_one_time_code PRIMARY KEY (code_hash), 
	CONSTRAINT fk_one_time_code_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
);
CREATE TABLE pending_change (
	workspace VARCHAR NOT NULL, 
	change VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	content JSON NOT NULL, 
	CONSTRAINT pk_pending_change PRIMARY KEY (workspace)
);
CREATE TABLE planned_release (
	workspace VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	hash VARCHAR NOT NULL, 
	message VARCHAR NOT NULL, 
	allow_loss BOOLEAN NOT NULL, 
	author_id VARCHAR, 
	author VARCHAR, 
	created_at DATETIME NOT NULL, 
	refused JSON, 
	CONSTRAINT pk_planned_release PRIMARY KEY (workspace), 
	CONSTRAINT fk_planned_release_workspace FOREIGN KEY(workspace) REFERENCES workspace (name) ON DELETE CASCADE
);
CREATE TABLE presence (
	stream VARCHAR NOT NULL, 
	place VARCHAR NOT NULL, 
	workspace VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	at DATETIME NOT NULL, 
	CONSTRAINT pk_presence PRIMARY KEY (stream, place), 
	CONSTRAINT fk_presence_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
);
CREATE TABLE rate (
	"key" VARCHAR NOT NULL, 
	full_at FLOAT NOT NULL, 
	CONSTRAINT pk_rate PRIMARY KEY ("key")
);
CREATE TABLE revision (
	workspace VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	author VARCHAR, 
	message VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	files JSON NOT NULL, renames JSON, 
	CONSTRAINT pk_revision PRIMARY KEY (workspace, number), 
	CONSTRAINT fk_revision_workspace FOREIGN KEY(workspace) REFERENCES workspace (name) ON DELETE CASCADE
);
CREATE TABLE role_assignment (
	user_id VARCHAR NOT NULL, 
	workspace VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	CONSTRAINT pk_role_assignment PRIMARY KEY (user_id, workspace, role), 
	CONSTRAINT fk_role_assignment_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
);
CREATE TABLE saved_view (
	id VARCHAR NOT NULL, 
	workspace VARCHAR NOT NULL, 
	of_table VARCHAR NOT NULL, 
	owner VARCHAR, 
	name VARCHAR NOT NULL, 
	content JSON NOT NULL, 
	is_default BOOLEAN NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_saved_view PRIMARY KEY (id), 
	CONSTRAINT fk_saved_view_workspace FOREIGN KEY(workspace) REFERENCES workspace (name) ON DELETE CASCADE, 
	CONSTRAINT fk_saved_view_owner FOREIGN KEY(owner) REFERENCES user (id) ON DELETE CASCADE
);
CREATE TABLE secret (
	workspace VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	ciphertext BLOB NOT NULL, 
	updated_at DATETIME NOT NULL, 
	CONSTRAINT pk_secret PRIMARY KEY (workspace, name)
);
CREATE TABLE session (
	token_hash VARCHAR NOT NULL, 
	id VARCHAR NOT NULL, 
	user_id VARCHAR NOT NULL, 
	csrf VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	last_seen_at DATETIME NOT NULL, 
	expires_at DATETIME NOT NULL, 
	rotate BOOLEAN NOT NULL, 
	user_agent VARCHAR NOT NULL, 
	ip VARCHAR NOT NULL, 
	CONSTRAINT pk_session PRIMARY KEY (token_hash), 
	CONSTRAINT fk_session_user_id FOREIGN KEY(user_id) REFERENCES user (id) ON DELETE CASCADE
);
CREATE TABLE upload (
	id VARCHAR NOT NULL, 
	workspace VARCHAR NOT NULL, 
	owner VARCHAR, 
	name VARCHAR NOT NULL, 
	size BIGINT NOT NULL, 
	type VARCHAR NOT NULL, 
	sha256 VARCHAR, 
	place VARCHAR NOT NULL, 
	expires_at DATETIME NOT NULL, 
	CONSTRAINT pk_upload PRIMARY KEY (id)
);
CREATE TABLE user (
	id VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	password_hash VARCHAR, 
	is_admin BOOLEAN NOT NULL, 
	is_active BOOLEAN NOT NULL, 
	time_zone VARCHAR NOT NULL, 
	locale VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, 
	last_sign_in_at DATETIME, 
	CONSTRAINT pk_user PRIMARY KEY (id), 
	CONSTRAINT uq_user_email UNIQUE (email)
);
CREATE TABLE version (
	workspace VARCHAR NOT NULL, 
	number INTEGER NOT NULL, 
	hash VARCHAR NOT NULL, 
	author VARCHAR, 
	message VARCHAR NOT NULL, 
	created_at DATETIME NOT NULL, 
	files BLOB NOT NULL, 
	renames JSON NOT NULL, 
	CONSTRAINT pk_version PRIMARY KEY (workspace, number), 
	CONSTRAINT fk_version_workspace FOREIGN KEY(workspace) REFERENCES workspace (name) ON DELETE CASCADE
);
CREATE TABLE workspace (
	name VARCHAR NOT NULL, 
	title VARCHAR NOT NULL, 
	revision INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, version INTEGER, version_revision INTEGER, 
	CONSTRAINT pk_workspace PRIMARY KEY (name)
);
CREATE INDEX ix_api_token_user_id ON api_token (user_id);
CREATE INDEX ix_audit_actor_id ON audit (actor_id);
CREATE INDEX ix_audit_at ON audit (at);
CREATE INDEX ix_audit_resource ON audit (resource);
CREATE INDEX ix_audit_verb ON audit (verb);
CREATE INDEX ix_claim_at ON claim (at);
CREATE INDEX ix_definition_comment_workspace_path ON definition_comment (workspace, path);
CREATE INDEX ix_kept_answer_at ON kept_answer (at);
CREATE INDEX ix_one_time_code_kind ON one_time_code (kind);
CREATE INDEX ix_planned_release_due_at ON planned_release (due_at);
CREATE INDEX ix_presence_workspace_place ON presence (workspace, place);
CREATE INDEX ix_rate_full_at ON rate (full_at);
CREATE INDEX ix_role_assignment_workspace ON role_assignment (workspace);
CREATE INDEX ix_saved_view_workspace_of_table ON saved_view (workspace, of_table);
CREATE INDEX ix_session_expires_at ON session (expires_at);
CREATE INDEX ix_session_id ON session (id);
CREATE INDEX ix_session_user_id ON session (user_id);
CREATE INDEX ix_upload_expires_at ON upload (expires_at);
CREATE INDEX ix_upload_owner ON upload (owner);
CREATE TRIGGER "definitions_definition_delete" AFTER DELETE ON "definition" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'definitions'; END;
CREATE TRIGGER "definitions_definition_insert" AFTER INSERT ON "definition" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'definitions'; END;
CREATE TRIGGER "definitions_definition_update" AFTER UPDATE ON "definition" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'definitions'; END;
CREATE TRIGGER "definitions_pending_change_delete" AFTER DELETE ON "pending_change" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'definitions'; END;
CREATE TRIGGER "definitions_pending_change_insert" AFTER INSERT ON "pending_change" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'definitions'; END;
CREATE TRIGGER "definitions_pending_change_update" AFTER UPDATE ON "pending_change" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'definitions'; END;
CREATE TRIGGER "definitions_workspace_delete" AFTER DELETE ON "workspace" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'definitions'; END;
CREATE TRIGGER "definitions_workspace_insert" AFTER INSERT ON "workspace" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'definitions'; END;
CREATE TRIGGER "definitions_workspace_update" AFTER UPDATE ON "workspace" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'definitions'; END;
CREATE TRIGGER "identity_api_token_delete" AFTER DELETE ON "api_token" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'identity'; END;
CREATE TRIGGER "identity_api_token_update" AFTER UPDATE OF scopes, expires_at, revoked_at ON "api_token" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'identity'; END;
CREATE TRIGGER "identity_role_assignment_delete" AFTER DELETE ON "role_assignment" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'identity'; END;
CREATE TRIGGER "identity_role_assignment_insert" AFTER INSERT ON "role_assignment" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'identity'; END;
CREATE TRIGGER "identity_role_assignment_update" AFTER UPDATE ON "role_assignment" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'identity'; END;
CREATE TRIGGER "identity_session_delete" AFTER DELETE ON "session" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'identity'; END;
CREATE TRIGGER "identity_session_update" AFTER UPDATE OF expires_at, rotate ON "session" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'identity'; END;
CREATE TRIGGER "identity_user_delete" AFTER DELETE ON "user" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'identity'; END;
CREATE TRIGGER "identity_user_update" AFTER UPDATE OF email, name, is_admin, is_active, time_zone, locale ON "user" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'identity'; END;
CREATE TRIGGER "presence_presence_delete" AFTER DELETE ON "presence" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'presence'; END;
CREATE TRIGGER "presence_presence_insert" AFTER INSERT ON "presence" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'presence'; END;
CREATE TRIGGER "presence_presence_update" AFTER UPDATE OF place ON "presence" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'presence'; END;
CREATE TRIGGER "secrets_secret_delete" AFTER DELETE ON "secret" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'secrets'; END;
CREATE TRIGGER "secrets_secret_insert" AFTER INSERT ON "secret" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'secrets'; END;
CREATE TRIGGER "secrets_secret_update" AFTER UPDATE ON "secret" BEGIN UPDATE "change" SET value = value + 1 WHERE area = 'secrets'; END;
INSERT INTO "change" VALUES ('definitions', 0);
INSERT INTO "change" VALUES ('identity', 0);
INSERT INTO "change" VALUES ('presence', 0);
INSERT INTO "change" VALUES ('secrets', 0);
INSERT INTO alembic_version VALUES ('0011');
