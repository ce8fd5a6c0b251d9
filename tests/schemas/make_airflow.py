"""Creates the tables of Apache Airflow in an empty database: `make_airflow.py URL`.

Runs in an environment of its own (see `conftest.py`). The tables come from Airflow's own metadata.
"""

from __future__ import annotations

import os
import sys
import tempfile

url = sys.argv[1].replace("postgresql://", "postgresql+psycopg://").replace("mysql://", "mysql+pymysql://")
os.environ["AIRFLOW_HOME"] = tempfile.mkdtemp()
os.environ["AIRFLOW__CORE__UNIT_TEST_MODE"] = "False"
os.environ["AIRFLOW__CORE__LOAD_EXAMPLES"] = "False"

import sqlalchemy as sa  # noqa: E402
from airflow.models import import_all_models  # noqa: E402
from airflow.models.base import Base  # noqa: E402

import_all_models()
engine = sa.create_engine(url)
if engine.dialect.name == "mysql":
    with engine.begin() as connection:  # Airflow's longest keys fit with three bytes a character, as its guide says
        connection.exec_driver_sql("ALTER DATABASE CHARACTER SET utf8mb3 COLLATE utf8mb3_bin")
Base.metadata.create_all(engine)
print(len(sa.inspect(engine).get_table_names()), "tables")
