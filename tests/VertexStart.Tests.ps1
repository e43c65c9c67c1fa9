BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn -Cloud Vertex
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $given = @{
        Provider = 'Vertex'; Image = 'train:1'; Command = 'python', 'train.py'
        Hyperparameter = [ordered] @{ lr = 0.1; dataset = 'dogs', 'cats'; shuffle = $true; off = $false }
        Argument = '--data', '{input:train}'; InputData = @{ train = 'gs://data/digits' }
    }
    $argv = '["--lr","0.1","--dataset","dogs","--dataset","cats","--shuffle","--data","/gcs/data/digits"]'

    # The one request to start a job that arrived since the last time, as a JsonNode.
    function Get-Request { , [Text.Json.Nodes.JsonNode]::Parse("$(Get-StandInCall CreateCustomJob -Reset)") }

    function Get-Container($Request) { , $Request['jobSpec']['workerPoolSpecs'][0]['containerSpec'] }

    function Get-Variable($Request, [string] $Name) {
        foreach ($variable in (Get-Container $Request)['env']) { if ("$($variable['name'])" -eq $Name) { "$($variable['value'])" } }
    }
}

AfterAll { Exit-StandIn }

Describe 'Start-MlTrainingJob on Vertex AI' {
    BeforeEach { $null = Invoke-StandIn reset-calls }

    Context 'with -WhatIf' {
        It 'shows the request as JSON, with the arguments, and sends nothing' {
            $shown = Start-MlTrainingJob planned @given -WhatIf 6>&1
            $request = [Text.Json.Nodes.JsonNode]::Parse("$($shown[-1])")
            "$($request['displayName'])" | Should -Be 'planned'
            (Get-Container $request)['command'].ToJsonString() | Should -Be '["python","train.py"]'
            (Get-Container $request)['args'].ToJsonString() | Should -Be $argv
            Get-StandInCall | Should -BeNullOrEmpty
        }

        It 'shows what would be sent, to the letter' {
            $shown = Start-MlTrainingJob same @given -WhatIf 6>&1
            $null = Start-MlTrainingJob same @given
            [Text.Json.Nodes.JsonNode]::DeepEquals([Text.Json.Nodes.JsonNode]::Parse("$($shown[-1])"), (Get-Request)) | Should -BeTrue
        }
    }

    Context 'what is sent' {
        It 'has the arguments, the folders and what Vertex AI has no field for' {
            $job = Start-MlTrainingJob sent @given -MetricPattern @{ val_loss = 'val_loss=(\S+)' } -Tag @{ team = 'vision' }
            $job.Status | Should -Be 'Pending'
            $request = Get-Request
            (Get-Container $request)['args'].ToJsonString() | Should -Be $argv
            "$($request['jobSpec']['serviceAccount'])" | Should -Be 'trainer@ml-project-1.iam.gserviceaccount.com'
            "$($request['jobSpec']['baseOutputDirectory']['outputUriPrefix'])" | Should -Be 'gs://ml-results/mlops/sent/'
            "$($request['jobSpec']['workerPoolSpecs'][0]['machineSpec']['machineType'])" | Should -Be 'n1-standard-4'
            $request['labels'].ToJsonString() | Should -Be '{"team":"vision"}'
            Get-Variable $request MLOPS_INPUT_TRAIN | Should -Be '/gcs/data/digits'
            Get-Variable $request MLOPS_CHECKPOINT_DIR | Should -Be '/gcs/ml-results/mlops/sent/checkpoints'
            Get-Variable $request MLOPS_PROVIDER | Should -Be 'Vertex'
            Get-Variable $request MLOPS_INPUTS | Should -Be '{"train":"gs://data/digits"}'
            Get-Variable $request MLOPS_METRIC_PATTERNS | Should -Be '{"val_loss":"val_loss=(\\S+)"}'
            Get-Variable $request MLOPS_HYPERPARAMETERS | Should -BeLike '{"lr":"0.1",*'
        }

        It 'is read back into what was meant' {
            $job = Get-MlJob sent -Provider Vertex
            $job.Command -join ' ' | Should -Be 'python train.py'
            $job.Hyperparameter['lr'] | Should -Be 0.1
            $job.Hyperparameter['dataset'] -join ' ' | Should -Be 'dogs cats'
            $job.Hyperparameter['shuffle'] | Should -BeTrue
            $job.Argument -join ' ' | Should -Be '--data {input:train}'
            $job.InputData['train'] | Should -Be 'gs://data/digits'
            @($job.Environment.Keys).Count | Should -Be 0
            $job.MetricPattern['val_loss'] | Should -Be 'val_loss=(\S+)'
        }

        It 'keeps a reference to a variable from being expanded' {
            $job = Start-MlTrainingJob dollars @given -Environment @{ PRICE = '$(HOME) $5 $$' }
            $request = Get-Request
            Get-Variable $request PRICE | Should -Be '$$(HOME) $5 $$$'
            $job.Environment['PRICE'] | Should -Be '$(HOME) $5 $$'
        }

        It 'has what only a cloud has' {
            $cloud = @{
                Accelerator = 'A100'; AcceleratorCount = 8; InstanceCount = 3; Spot = $true; MaxRuntime = '1h'; MaxWait = '2h'; VolumeSize = 200GB
                Subnet = 'projects/123456789012/global/networks/default'; ExecutionRole = 'other@ml-project-1.iam.gserviceaccount.com'
            }
            $null = Start-MlTrainingJob cloud @given @cloud
            $job = (Get-Request)['jobSpec']
            $pools = $job['workerPoolSpecs']
            $pools.Count | Should -Be 2
            "$($pools[1]['replicaCount'])" | Should -Be '2'
            $pools[0]['machineSpec'].ToJsonString() | Should -Be '{"machineType":"a2-highgpu-8g","acceleratorType":"NVIDIA_TESLA_A100","acceleratorCount":8}'
            "$($pools[0]['diskSpec']['bootDiskSizeGb'])" | Should -Be '200'
            "$($job['scheduling']['strategy'])" | Should -Be 'SPOT'
            "$($job['scheduling']['timeout'])" | Should -Be '3600s'
            "$($job['scheduling']['maxWaitDuration'])" | Should -Be '3600s'
            "$($job['network'])" | Should -Be 'projects/123456789012/global/networks/default'
            "$($job['serviceAccount'])" | Should -BeLike 'other@*'
        }

        It 'leaves an image its own entry point' {
            $null = Start-MlTrainingJob own -Provider Vertex -Image train:1
            $container = Get-Container (Get-Request)
            $container['command'] | Should -BeNullOrEmpty
            $container['args'] | Should -BeNullOrEmpty
        }

        It 'has what -ProviderOption says, whatever the case of its names' {
            $null = Start-MlTrainingJob options @given -ProviderOption @{ JOBSPEC = @{ persistentResourceId = 'pool'; baseOutputDirectory = @{ outputUriPrefix = 'gs://other/place' } } }
            $request = Get-Request
            "$($request['jobSpec']['persistentResourceId'])" | Should -Be 'pool'
            Get-Variable $request MLOPS_MODEL_DIR | Should -Be '/gcs/other/place/model'
        }
    }

    Context 'with code and data of this machine' {
        BeforeAll {
            $folder = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../spec-code").FullName
            [IO.File]::WriteAllText("$folder/train.py", 'print(1)')
            $own = $given.Clone()
            $own.InputData = @{ train = "$folder/train.py" }
        }

        It 'shows the request with the addresses of what would be sent, and asks nobody' {
            $shown = Start-MlTrainingJob planned @own -SourceDirectory $folder -WhatIf 6>&1
            $request = [Text.Json.Nodes.JsonNode]::Parse("$($shown[-1])")
            "$((Get-Container $request)['command'][3])" | Should -Match '^/gcs/ml-results/mlops/_code/[0-9a-f]{40}$'
            Get-Variable $request MLOPS_INPUT_TRAIN | Should -Match '^/gcs/ml-results/mlops/_inputs/[0-9a-f]{40}/train.py$'
            Get-StandInCall | Should -BeNullOrEmpty
        }

        It 'shows it without a bucket too, and says that it is missing' {
            $env:MLOPS_VERTEX_BUCKET = $null
            try {
                $shown = Start-MlTrainingJob planned @own -SourceDirectory $folder -WhatIf -WarningVariable warning -WarningAction SilentlyContinue 6>&1
                "$($shown[-1])" | Should -BeLike '*/gcs/BUCKET/mlops/_code/*'
                "$warning" | Should -BeLike '*cannot be sent yet*-VertexBucket*'
            }
            finally {
                Set-StandInEnvironment
            }
        }

        It 'runs the command in code that is there, shows the job as it was meant, and starts it again with the same' {
            $uri = 'gs://ml-results/mlops/_code/0123456789abcdef0123456789abcdef01234567'
            $job = Start-MlTrainingJob coded @given -SourceDirectory $uri
            $one = Get-Container (Get-Request)
            $one['command'].ToJsonString() | Should -BeLike '*"/gcs/ml-results/mlops/_code/0123456789abcdef0123456789abcdef01234567","python","train.py"]'
            $one['args'].ToJsonString() | Should -Be $argv
            $job.SourceUri | Should -Be $uri
            $job.Command -join ' ' | Should -Be 'python train.py'
            $null = Get-MlJob coded -Provider Vertex | Start-MlTrainingJob -Name coded-2 -Provider Vertex
            $two = Get-Container (Get-Request)
            $two['command'].ToJsonString() | Should -Be $one['command'].ToJsonString()
        }
    }

    Context 'what has no counterpart' {
        It 'is listed in one warning' {
            $null = Start-MlTrainingJob plain @given -RetryCount 3 -KeepAlive 10m -SecurityGroup sg-1 -EncryptTraffic -IsolateNetwork -WarningVariable warning -WarningAction SilentlyContinue
            @($warning).Count | Should -Be 1
            $warning[0].Message | Should -BeLike 'Vertex has no counterpart*RetryCount*KeepAlive*SecurityGroup*EncryptTraffic*IsolateNetwork*'
        }
    }

    Context 'with what the service would refuse' {
        It 'says <name> itself, and sends nothing' -ForEach @(
            @{ name = 'the form of a label'; parameters = @{ Tag = @{ team = 'Vision' } }; message = "*'Vision'*cannot be in a label*" }
            @{ name = 'that there is no image'; parameters = @{ Image = '' }; message = '*no image*' }
            @{ name = 'that an image is in Amazon''s registry'; parameters = @{ Image = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1' }; message = "*Amazon's registry*" }
            @{ name = 'that data is nowhere'; parameters = @{ InputData = @{ train = 'gs:///digits' } }; message = '*reads its input from Cloud Storage*' }
            @{ name = 'that data is in S3'; parameters = @{ InputData = @{ train = 's3://data/digits' } }; message = '*cannot read from S3*' }
            @{ name = 'that a channel is unknown'; parameters = @{ Argument = '{input:test}' }; message = '*test*' }
            @{ name = 'that a machine is unknown'; parameters = @{ InstanceType = 'ml.p4d.24xlarge' }; message = '*no machine type*' }
            @{ name = 'that a machine has other accelerators'; parameters = @{ InstanceType = 'a2-highgpu-8g'; Accelerator = 'A100'; AcceleratorCount = 4 }; message = '*8 × A100*' }
            @{ name = 'that MaxWait is for spot capacity'; parameters = @{ MaxWait = '1h' }; message = '*spot*' }
            @{ name = 'that a disk is too small'; parameters = @{ VolumeSize = 10GB }; message = '*10;*100 to 64000*' }
            @{ name = 'that a role is none of Google''s'; parameters = @{ ExecutionRole = 'arn:aws:iam::123456789012:role/training' }; message = '*service account*' }
        ) {
            $all = $given.Clone()
            foreach ($parameter in $parameters.Keys) { $all[$parameter] = $parameters[$parameter] }
            Start-MlTrainingJob refused @all -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
            $problem[0].Exception.Message | Should -BeLike $message
            Get-StandInCall CreateCustomJob | Should -BeNullOrEmpty
        }

        It 'says that a name is taken, though Vertex AI would take it twice' {
            $null = Start-MlTrainingJob taken @given
            $null = Invoke-StandIn reset-calls
            Start-MlTrainingJob taken @given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*another name*'
            Get-StandInCall CreateCustomJob | Should -BeNullOrEmpty
        }
    }

    Context 'with something missing' {
        AfterEach { Set-StandInEnvironment }

        It 'says that the bucket is, and what sets it' {
            $env:MLOPS_VERTEX_BUCKET = $null
            Start-MlTrainingJob poor @given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
            $problem[0].Exception.Message | Should -BeLike '*no bucket*'
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*-VertexBucket*'
            Get-StandInCall | Should -BeNullOrEmpty
        }

        It 'says that <variable> is, and what sets it' -ForEach @(
            @{ variable = 'GOOGLE_CLOUD_PROJECT'; setting = '-VertexProject' }
            @{ variable = 'GOOGLE_CLOUD_REGION'; setting = '-VertexLocation' }
        ) {
            [Environment]::SetEnvironmentVariable($variable, $null)
            Start-MlTrainingJob poor @given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
            "$($problem[0].Exception.Message) $($problem[0].ErrorDetails.RecommendedAction)" | Should -BeLike "*$setting*"
            Get-StandInCall | Should -BeNullOrEmpty
        }

        It 'shows the request all the same with -WhatIf, and says what is missing' {
            foreach ($variable in 'GOOGLE_CLOUD_PROJECT', 'GOOGLE_CLOUD_REGION', 'MLOPS_VERTEX_BUCKET') { [Environment]::SetEnvironmentVariable($variable, $null) }
            $shown = Start-MlTrainingJob poor @given -WhatIf -WarningVariable warning -WarningAction SilentlyContinue 6>&1
            "$(([Text.Json.Nodes.JsonNode]::Parse("$($shown[-1])"))['displayName'])" | Should -Be 'poor'
            "$warning" | Should -BeLike '*cannot be sent yet*-VertexProject*-VertexBucket*'
        }
    }

    It 'starts a job once, though the answer is lost' {
        $null = Invoke-StandIn fault @{ operation = 'CreateCustomJob'; kind = 'reset' }
        (Start-MlTrainingJob lost @given -ErrorAction Stop).Name | Should -Be 'lost'
        @(Get-MlJob lost* -Provider Vertex).Count | Should -Be 1
    }

    It 'sends nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
