"""What storage can say no with."""


class StorageError(Exception):
    """Base of all."""


class ChangedMeanwhile(StorageError):
    """Somebody else decided first. Read again and decide anew: trying the whole unit again is safe."""


class SchemaBehind(StorageError):
    """The database's tables are not those of this version. The text says what to do."""


class AlreadyRunning(StorageError):
    """Another process works on this database, which has room for one. The text says which."""
