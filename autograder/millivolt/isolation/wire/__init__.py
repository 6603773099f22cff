"""The format in which values cross the wall of the box; both ends use these modules.

`values` are the records that can arrive, `encode` writes them, `decode` reads them strictly,
`frames` cuts the byte stream. Nothing here runs, imports or evaluates what it is sent: there is
no message that means "passed", only values.
"""
