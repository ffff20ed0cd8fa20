# Raises an error that lies about its class, its traceback and its cause, in a circle.
#
# promise: jail.kernel
# group: python
# expects: raised, lost, completed
# stopped-by: gateway


class Liar(BaseException):
    @property
    def __class__(self):
        return int

    @property
    def __traceback__(self):
        raise self

    def __getattribute__(self, name):
        if name in ("__cause__", "__context__"):
            return self
        raise SystemExit(0)

    def __str__(self):
        raise self

    __repr__ = __str__


error = Liar()
raise error
