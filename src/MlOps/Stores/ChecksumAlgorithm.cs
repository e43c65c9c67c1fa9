namespace MlOps;

/// <summary>The checksums by which stores say what an object's bytes are.</summary>
public enum ChecksumAlgorithm
{
    /// <summary>CRC-64/NVME, what S3 computes of every new object by itself.</summary>
    Crc64Nvme,

    /// <summary>CRC-32C (Castagnoli): Cloud Storage has it of every object.</summary>
    Crc32C,

    /// <summary>CRC-32 (ISO-HDLC), as in gzip.</summary>
    Crc32,

    /// <summary>SHA-256.</summary>
    Sha256,

    /// <summary>SHA-1.</summary>
    Sha1,

    /// <summary>MD5.</summary>
    Md5,
}
