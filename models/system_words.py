"""What the operating system complains of, in Chinese."""

import errno

_WORDS = {
    errno.ENOENT: "没有这个文件或文件夹",
    errno.EISDIR: "这是文件夹，不是文件",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.ENOSPC: "磁盘已满",
    errno.ENAMETOOLONG: "名称太长",
}


def reason(fault: OSError) -> str:
    """Name what went wrong; what has no word of ours keeps the system's."""
    return _WORDS.get(fault.errno or 0) or fault.strerror or type(fault).__name__
