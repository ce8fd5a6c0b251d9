CREATE TABLE team (
  id INTEGER PRIMARY KEY,
  name VARCHAR(60) NOT NULL UNIQUE,
  email VARCHAR(120) NOT NULL,
  description TEXT
);

CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  name VARCHAR(80) NOT NULL,
  email VARCHAR(120) NOT NULL UNIQUE,
  job_title VARCHAR(80),
  phone VARCHAR(30),
  location VARCHAR(20) NOT NULL DEFAULT 'Berlin' CHECK (location IN ('Berlin', 'Lisbon', 'Oslo', 'Remote')),
  team_id INTEGER REFERENCES team (id),
  is_active BOOLEAN NOT NULL DEFAULT 1,
  joined_on DATE
);
CREATE INDEX person_team ON person (team_id);

CREATE TABLE service (
  id INTEGER PRIMARY KEY,
  name VARCHAR(60) NOT NULL UNIQUE,
  status VARCHAR(20) NOT NULL DEFAULT 'operational'
    CHECK (status IN ('operational', 'degraded', 'outage', 'maintenance')),
  criticality VARCHAR(10) NOT NULL DEFAULT 'medium' CHECK (criticality IN ('low', 'medium', 'high')),
  owner_team_id INTEGER NOT NULL REFERENCES team (id),
  url VARCHAR(200),
  description TEXT
);

CREATE TABLE asset (
  id INTEGER PRIMARY KEY,
  tag VARCHAR(12) NOT NULL UNIQUE,
  name VARCHAR(80) NOT NULL,
  kind VARCHAR(20) NOT NULL CHECK (kind IN ('laptop', 'phone', 'monitor', 'server', 'switch', 'printer')),
  status VARCHAR(20) NOT NULL DEFAULT 'in use' CHECK (status IN ('in stock', 'in use', 'in repair', 'retired')),
  assigned_to_id INTEGER REFERENCES person (id),
  serial_number VARCHAR(40),
  ip_address VARCHAR(40),
  purchased_on DATE,
  warranty_until DATE,
  price DECIMAL(10, 2)
);
CREATE INDEX asset_assigned_to ON asset (assigned_to_id);

CREATE TABLE ticket (
  id INTEGER PRIMARY KEY,
  number VARCHAR(12) UNIQUE,
  title VARCHAR(160) NOT NULL,
  status VARCHAR(20) NOT NULL DEFAULT 'new'
    CHECK (status IN ('new', 'in progress', 'waiting', 'resolved', 'closed')),
  priority VARCHAR(10) NOT NULL DEFAULT 'normal' CHECK (priority IN ('low', 'normal', 'high', 'urgent')),
  kind VARCHAR(12) NOT NULL DEFAULT 'incident' CHECK (kind IN ('incident', 'request', 'change')),
  requester_id INTEGER NOT NULL REFERENCES person (id),
  assignee_id INTEGER REFERENCES person (id),
  team_id INTEGER REFERENCES team (id),
  service_id INTEGER REFERENCES service (id),
  asset_id INTEGER REFERENCES asset (id),
  description TEXT,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP,
  due_at DATETIME,
  resolved_at DATETIME
);
CREATE INDEX ticket_status_created ON ticket (status, created_at);
CREATE INDEX ticket_requester ON ticket (requester_id);
CREATE INDEX ticket_assignee ON ticket (assignee_id);
CREATE INDEX ticket_team ON ticket (team_id);
CREATE INDEX ticket_service ON ticket (service_id);
CREATE INDEX ticket_asset ON ticket (asset_id);

CREATE TABLE comment (
  id INTEGER PRIMARY KEY,
  ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
  author_id INTEGER NOT NULL REFERENCES person (id),
  body TEXT NOT NULL,
  is_internal BOOLEAN NOT NULL DEFAULT 0,
  created_at DATETIME NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE INDEX comment_ticket ON comment (ticket_id, created_at);
CREATE INDEX comment_author ON comment (author_id);

CREATE TRIGGER ticket_number AFTER INSERT ON ticket WHEN NEW.number IS NULL BEGIN
  UPDATE ticket SET number = printf('TCK-%05d', NEW.id) WHERE id = NEW.id;
END;
CREATE TRIGGER ticket_commented AFTER INSERT ON comment BEGIN
  UPDATE ticket SET updated_at = max(updated_at, NEW.created_at) WHERE id = NEW.ticket_id;
END;

CREATE TABLE ticket_watcher (
  ticket_id INTEGER NOT NULL REFERENCES ticket (id) ON DELETE CASCADE,
  person_id INTEGER NOT NULL REFERENCES person (id) ON DELETE CASCADE,
  since DATE NOT NULL,
  PRIMARY KEY (ticket_id, person_id)
);
CREATE INDEX ticket_watcher_person ON ticket_watcher (person_id);

CREATE VIEW workload AS
  SELECT person.id AS person_id, person.name AS person, team.name AS team,
         count(ticket.id) AS open_tickets,
         sum(CASE WHEN ticket.priority IN ('high', 'urgent') THEN 1 ELSE 0 END) AS pressing_tickets
  FROM person
  JOIN team ON team.id = person.team_id
  LEFT JOIN ticket ON ticket.assignee_id = person.id AND ticket.status NOT IN ('resolved', 'closed')
  GROUP BY person.id, person.name, team.name;
