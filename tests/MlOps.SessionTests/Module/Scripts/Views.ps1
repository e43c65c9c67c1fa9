# Shows one of each object the way a session does: Views.ps1 MANIFEST VIEW RENDERING.

$manifest, $view, $rendering = $args
Import-Module $manifest
$PSStyle.OutputRendering = $rendering

function New-Object([type] $Type, [hashtable] $Property) {
    $object = [Activator]::CreateInstance($Type)
    foreach ($name in $Property.Keys) { $object.$name = $Property[$name] }
    $object
}

function New-Table([type] $Value, [Collections.IDictionary] $Entry) {
    $table = [Activator]::CreateInstance([Collections.Generic.Dictionary`2].MakeGenericType([string], $Value))
    foreach ($name in $Entry.Keys) { $table[$name] = $Entry[$name] }
    , $table
}

$time = [DateTimeOffset]::new(2024, 3, 14, 15, 9, 26, 535, [TimeSpan]::Zero)

switch -Regex ($view) {
    '^Job' {
        New-Object ([MlOps.MlJob]) @{
            Provider = 'SageMaker'; Name = 'resnet50-2024-03-14-15-09'; Id = 'arn'; Status = 'Succeeded'; CreatedAt = $time; StartedAt = $time; EndedAt = $time.AddSeconds(5025)
            InstanceType = 'ml.p4d.24xlarge'; InstanceCount = 2; Accelerator = 'A100'; AcceleratorCount = 8
            Metric = New-Table double ([ordered] @{ val_loss = 0.21341; val_accuracy = 0.941 })
        }
        New-Object ([MlOps.MlJob]) @{ Provider = 'Local'; Name = 'digits-1'; Id = '1'; Status = 'Failed'; CreatedAt = $time; StartedAt = $time; EndedAt = $time.AddSeconds(45.26) }
        New-Object ([MlOps.MlJob]) @{ Provider = 'Vertex'; Name = 'digits-2'; Id = '2'; CreatedAt = $time }
    }
    '^Tuning' { New-Object ([MlOps.MlTuningJob]) @{ Provider = 'SageMaker'; Name = 'tune-1'; Id = 'arn'; Status = 'Running'; CreatedAt = $time; StartedAt = $time; EndedAt = $time.AddSeconds(5025); InstanceType = 'ml.m5.xlarge' } }
    Trial {
        New-Object ([MlOps.MlTrial]) @{ Provider = 'SageMaker'; TuningJobName = 'tune-1'; Name = 'tune-1-003-a1b2c3d4'; Number = 3; Status = 'Succeeded'; Value = 0.12345; Step = 20; StartedAt = $time; EndedAt = $time.AddSeconds(45.26); Hyperparameter = New-Table object ([ordered] @{ lr = 0.001; loss = 'l2' }) }
        New-Object ([MlOps.MlTrial]) @{ Provider = 'SageMaker'; TuningJobName = 'tune-1'; Name = 'tune-1-004-b2c3d4e5'; Status = 'Failed'; Hyperparameter = New-Table object ([ordered] @{ lr = 0.1; loss = 'smooth_l1' }) }
    }
    Range {
        New-MlRange 1e-5 1e-1 -Log
        New-MlRange -Choice 'l2', 'smooth_l1' -When @{ depth = 2, 3 }
    }
    'Log$' {
        New-Object ([MlOps.MlLogEvent]) @{ Provider = 'Local'; JobName = 'digits-1'; Time = $time; Instance = '0'; Stream = 'Stdout'; Message = 'epoch=1 val_loss=0.2134' }
        New-Object ([MlOps.MlLogEvent]) @{ Provider = 'Local'; JobName = 'digits-1'; Time = $time; Instance = '1'; Stream = 'Stderr'; Message = '  a warning' }
    }
    Metric {
        New-Object ([MlOps.MlMetricPoint]) @{ Provider = 'Local'; JobName = 'digits-1'; Name = 'val_loss'; Epoch = 1; Value = 0.213412; Time = $time; Instance = '0' }
        New-Object ([MlOps.MlMetricPoint]) @{ Provider = 'Local'; JobName = 'digits-2'; Name = 'val_loss'; Step = 12000; Value = 12345.678; Time = $time; Instance = '0' }
    }
    '^Artifact' {
        New-Object ([MlOps.MlArtifact]) @{ Provider = 'Local'; JobName = 'digits-1'; Path = 'logs/events.out.tfevents.1'; Size = 1234567; LastModified = $time }
        New-Object ([MlOps.MlArtifact]) @{ Provider = 'Local'; JobName = 'digits-1'; Path = 'model/model.json'; Size = 512; LastModified = $time }
    }
    '^Received' {
        New-Object ([MlOps.MlReceivedArtifact]) @{ Provider = 'Local'; JobName = 'digits-1'; Path = 'model/model.json'; Destination = '/out/model/model.json'; Size = 2048; Result = 'Unchanged' }
    }
    '^Sent' {
        New-Object ([MlOps.MlSentData]) @{ Path = 'train/a.csv'; Source = '/data/train/a.csv'; Destination = 's3://data/digits/train/a.csv'; Size = 2048; Result = 'Sent' }
        New-Object ([MlOps.MlSentData]) @{ Path = 'empty'; Source = '/data/empty'; Destination = 's3://data/digits/empty'; Size = 0; Result = 'Unchanged' }
    }
    OddArtifact { New-Object ([MlOps.MlArtifact]) @{ Provider = 'SageMaker'; JobName = 'digits-1'; Path = "model/`e[31mred.bin"; LastModified = $time } }
    OddReceived { New-Object ([MlOps.MlReceivedArtifact]) @{ Provider = 'SageMaker'; JobName = 'digits-1'; Path = "model/`e[31mred.bin"; Destination = "/out/`e[31mred.bin" } }
    OddSent { New-Object ([MlOps.MlSentData]) @{ Path = "model/`e[31mred.bin"; Source = 'x'; Destination = "s3://data/`e[31mred.bin" } }
    Instance {
        New-Object ([MlOps.MlInstance]) @{ Provider = 'SageMaker'; InstanceType = 'ml.c4.xlarge'; VCpu = 4; Memory = 7.5GB }
        New-Object ([MlOps.MlInstance]) @{ Provider = 'SageMaker'; InstanceType = 'ml.p4d.24xlarge'; VCpu = 96; Memory = 1152GB; Accelerator = 'A100'; AcceleratorCount = 8; AcceleratorMemory = 40GB }
        New-Object ([MlOps.MlInstance]) @{ Provider = 'SageMaker'; InstanceType = 'ml.trn1.32xlarge'; VCpu = 128; Memory = 512GB; Accelerator = 'Trainium1'; AcceleratorCount = 16; AcceleratorMemory = 32GB }
    }
    Check {
        New-Object ([MlOps.MlProviderCheck]) @{ Provider = 'Local'; Check = 'Folder'; Result = 'Passed'; Detail = '/home/me/.local/share/mlops' }
        New-Object ([MlOps.MlProviderCheck]) @{ Provider = 'SageMaker'; Check = 'Role'; Result = 'Failed'; Detail = 'No role is set.'; Remedy = 'Set one with Set-MlContext -SageMakerRole, one that can read and write the bucket.' }
    }
    Context {
        New-Object ([MlOps.MlContextValue]) @{ Name = 'SageMakerRegion'; Value = 'eu-central-1'; Source = 'Environment'; SourceDetail = 'AWS_REGION' }
        New-Object ([MlOps.MlContextValue]) @{ Name = 'VertexProject' }
    }
}
