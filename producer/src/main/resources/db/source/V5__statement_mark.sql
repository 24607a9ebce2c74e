-- In which client's statement a session has captured last, in microseconds since 1970: the value of the
-- sequence that the session sees. Nobody but its owner may set it.
create unlogged sequence if not exists ${objects}_statement;
