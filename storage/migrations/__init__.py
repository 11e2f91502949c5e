"""What Alembic runs. A new migration: see CONTRIBUTING; ``storage.migrate`` is the door in."""
