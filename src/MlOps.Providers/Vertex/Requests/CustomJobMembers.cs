using MlOps.Providers.Requests;

namespace MlOps.Providers.Vertex.Requests;

/// <summary>The names of the members of a custom job that a request may have (google.cloud.aiplatform.v1).</summary>
internal static class CustomJobMembers
{
    private static readonly Lazy<RequestMembers> s_all = new(() => RequestMembers.Parse(Table));

    /// <summary>The request and all that can be in it.</summary>
    public static RequestMembers All => s_all.Value;

    /// <summary>The table that they are in.</summary>
    internal const string Table = """
        CustomJob displayName jobSpec:CustomJobSpec labels encryptionSpec:EncryptionSpec
        CustomJobSpec persistentResourceId workerPoolSpecs:WorkerPoolSpec scheduling:Scheduling serviceAccount network reservedIpRanges pscInterfaceConfig:PscInterfaceConfig baseOutputDirectory:GcsDestination protectedArtifactLocationId tensorboard enableWebAccess enableDashboardAccess experiment experimentRun models
        EncryptionSpec kmsKeyName
        WorkerPoolSpec containerSpec:ContainerSpec pythonPackageSpec:PythonPackageSpec machineSpec:MachineSpec replicaCount nfsMounts:NfsMount lustreMounts:LustreMount diskSpec:DiskSpec
        Scheduling timeout restartJobOnWorkerRestart strategy disableRetries maxWaitDuration
        PscInterfaceConfig networkAttachment dnsPeeringConfigs:DnsPeeringConfig
        GcsDestination outputUriPrefix
        ContainerSpec imageUri command args env:EnvVar
        PythonPackageSpec executorImageUri packageUris pythonModule args env:EnvVar
        MachineSpec machineType acceleratorType acceleratorCount gpuPartitionSize tpuTopology reservationAffinity:ReservationAffinity
        NfsMount server path mountPoint
        LustreMount instanceIp volumeHandle filesystem mountPoint
        DiskSpec bootDiskType bootDiskSizeGb
        DnsPeeringConfig domain targetProject targetNetwork
        EnvVar name value
        ReservationAffinity reservationAffinityType key values
        """;
}
