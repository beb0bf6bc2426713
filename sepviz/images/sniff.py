"""Which format a file has, told by its first bytes alone: names and declared types lie."""

_STARTS = {
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF87a": "GIF",
    b"GIF89a": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",  # BigTIFF
    b"MM\0+": "TIFF",
}
_BMP_HEADER_SIZES = {size.to_bytes(4, "little") for size in (12, 40, 52, 56, 64, 108, 124)}
_HEIF_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1", b"avif", b"avis"}


def sniff(data: bytes) -> str | None:
    """Return the format that the first bytes announce.

    Parameters
    ----------
    data : bytes
        The file, or at least its first 18 bytes.

    Returns
    -------
    str or None
        `"PNG"`, `"JPEG"`, `"WebP"`, `"GIF"`, `"BMP"` or `"TIFF"`; `"HEIC"` for a phone's photo that
        deserves a sentence of its own; None for everything else.

    Examples
    --------
    >>> sniff(b"GIF89a" + bytes(12))
    'GIF'
    >>> sniff(b"%!PS-Adobe-3.0 EPSF-3.0") is None
    True
    """
    for start, name in _STARTS.items():
        if data.startswith(start):
            return name
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WebP"
    if data[:2] == b"BM" and data[14:18] in _BMP_HEADER_SIZES:
        return "BMP"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        return "HEIC"
    return None
