namespace MlOps.StandIn.Storage;

/// <summary>How S3 encrypts an object.</summary>
public enum ObjectEncryption
{
    /// <summary>With keys of S3's own, as every object that asks for nothing.</summary>
    Aes256,

    /// <summary>With a key of the key management service.</summary>
    Kms,
}
