BeforeAll {
    Import-Module "$PSScriptRoot/StandIn.psm1" -Force
    Enter-StandIn
    Import-Module "$PSScriptRoot/../MlOps.psd1"
    $given = @{
        Provider = 'SageMaker'; Image = 'train:1'; Command = 'python', 'train.py'
        Hyperparameter = [ordered] @{ lr = 0.1; dataset = 'dogs', 'cats'; shuffle = $true; off = $false }
        Argument = '--data', '{input:train}'; InputData = @{ train = 's3://data/digits' }
    }
    $argv = '["--lr","0.1","--dataset","dogs","--dataset","cats","--shuffle","--data","/opt/ml/input/data/train"]'

    # The one request to start a job that arrived since the last time, as a JsonNode.
    function Get-Request { , [Text.Json.Nodes.JsonNode]::Parse("$(Get-StandInCall CreateTrainingJob -Reset)") }
}

AfterAll { Exit-StandIn }

Describe 'Start-MlTrainingJob on SageMaker' {
    BeforeEach { $null = Invoke-StandIn reset-calls }

    Context 'with -WhatIf' {
        It 'shows the request as JSON, with the arguments, and sends nothing' {
            $shown = Start-MlTrainingJob planned @given -WhatIf 6>&1
            $request = [Text.Json.Nodes.JsonNode]::Parse("$($shown[-1])")
            "$($request['TrainingJobName'])" | Should -Be 'planned'
            $request['AlgorithmSpecification']['ContainerEntrypoint'].ToJsonString() | Should -Be '["python","train.py"]'
            $request['AlgorithmSpecification']['ContainerArguments'].ToJsonString() | Should -Be $argv
            Get-StandInCall | Should -BeNullOrEmpty
        }

        It 'shows what would be sent, to the letter' {
            $shown = Start-MlTrainingJob same @given -WhatIf 6>&1
            $null = Start-MlTrainingJob same @given
            [Text.Json.Nodes.JsonNode]::DeepEquals([Text.Json.Nodes.JsonNode]::Parse("$($shown[-1])"), (Get-Request)) | Should -BeTrue
        }
    }

    Context 'what is sent' {
        It 'has the arguments, the folders and the hyperparameters' {
            $job = Start-MlTrainingJob sent @given
            $job.Status | Should -Be 'Pending'
            $request = Get-Request
            $request['AlgorithmSpecification']['ContainerArguments'].ToJsonString() | Should -Be $argv
            "$($request['HyperParameters']['lr'])" | Should -Be '0.1'
            "$($request['RoleArn'])" | Should -Be 'arn:aws:iam::123456789012:role/training'
            "$($request['OutputDataConfig']['S3OutputPath'])" | Should -Be 's3://ml-results/mlops'
            "$($request['OutputDataConfig']['CompressionType'])" | Should -Be 'NONE'
            "$($request['CheckpointConfig']['S3Uri'])" | Should -Be 's3://ml-results/mlops/sent/checkpoints'
            "$($request['TensorBoardOutputConfig']['S3OutputPath'])" | Should -Be 's3://ml-results/mlops/sent/logs'
            "$($request['Environment']['MLOPS_INPUT_TRAIN'])" | Should -Be '/opt/ml/input/data/train'
            "$($request['Environment']['MLOPS_PROVIDER'])" | Should -Be 'SageMaker'
            "$($request['ResourceConfig']['InstanceType'])" | Should -Be 'ml.m5.xlarge'
        }

        It 'has what only a cloud has' {
            $cloud = @{
                Accelerator = 'A100'; AcceleratorCount = 8; Spot = $true; MaxRuntime = '1h'; MaxWait = '2h'; RetryCount = 3; VolumeSize = 100GB; KeepAlive = '10m'; Subnet = 'subnet-1'
                SecurityGroup = 'sg-1', 'sg-2'; EncryptionKey = 'alias/k'; EncryptTraffic = $true; IsolateNetwork = $true; ExecutionRole = 'arn:aws:iam::123456789012:role/other'
            }
            $null = Start-MlTrainingJob cloud @given @cloud
            $request = Get-Request
            "$($request['RoleArn'])" | Should -BeLike '*/other'
            "$($request['EnableManagedSpotTraining'])" | Should -Be 'true'
            $request['StoppingCondition'].ToJsonString() | Should -Be '{"MaxRuntimeInSeconds":3600,"MaxWaitTimeInSeconds":7200}'
            "$($request['RetryStrategy']['MaximumRetryAttempts'])" | Should -Be '3'
            $request['ResourceConfig'].ToJsonString() |
                Should -Be '{"InstanceType":"ml.p4d.24xlarge","InstanceCount":1,"VolumeSizeInGB":100,"VolumeKmsKeyId":"alias/k","KeepAlivePeriodInSeconds":600}'
            $request['VpcConfig']['SecurityGroupIds'].ToJsonString() | Should -Be '["sg-1","sg-2"]'
            "$($request['EnableNetworkIsolation'])" | Should -Be 'true'
            "$($request['EnableInterContainerTrafficEncryption'])" | Should -Be 'true'
        }

        It 'leaves an image its own entry point and the word train, with hyperparameters in SageMaker''s own words' {
            $null = Start-MlTrainingJob own -Provider SageMaker -Image xgboost:1 -ProviderOption @{ HyperParameters = @{ max_depth = '5' } }
            $request = Get-Request
            $request['AlgorithmSpecification'].ToJsonString() | Should -Be '{"TrainingImage":"xgboost:1","TrainingInputMode":"File"}'
            $request['HyperParameters'].ToJsonString() | Should -Be '{"max_depth":"5"}'
        }

        It 'has an algorithm''s name instead of an image' {
            $null = Start-MlTrainingJob named -Provider SageMaker -ProviderOption @{ AlgorithmSpecification = @{ AlgorithmName = 'my-algorithm' } }
            "$((Get-Request)['AlgorithmSpecification']['AlgorithmName'])" | Should -Be 'my-algorithm'
        }

        It 'has what -ProviderOption says, whatever the case of its names' {
            $option = @{ algorithmspecification = @{ TrainingInputMode = 'FastFile' }; OutputDataConfig = @{ CompressionType = 'GZIP' }; TensorBoardOutputConfig = $null; ResourceConfig = @{ VolumeKmsKeyId = $null } }
            $null = Start-MlTrainingJob options @given -EncryptionKey alias/k -ProviderOption $option
            $request = Get-Request
            "$($request['AlgorithmSpecification']['TrainingInputMode'])" | Should -Be 'FastFile'
            "$($request['OutputDataConfig']['CompressionType'])" | Should -Be 'GZIP'
            $request['TensorBoardOutputConfig'] | Should -BeNullOrEmpty
            $request['ResourceConfig']['VolumeKmsKeyId'] | Should -BeNullOrEmpty
            "$($request['OutputDataConfig']['KmsKeyId'])" | Should -Be 'alias/k'
        }
    }

    Context 'with code and data of this machine' {
        BeforeAll {
            $folder = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../spec-code").FullName
            $data = [IO.Directory]::CreateDirectory("$env:MLOPS_HOME/../spec-data").FullName
            [IO.File]::WriteAllText("$folder/train.py", 'print(1)')
            [IO.File]::WriteAllText("$data/rows.csv", '1,2')
            $own = $given.Clone()
            $own.InputData = @{ train = $data; one = "$data/rows.csv" }
            $own.Argument = '--data', '{input:train}', '{input:one}'
        }

        It 'shows the request with the addresses of what would be sent, and asks nobody' {
            $shown = Start-MlTrainingJob planned @own -SourceDirectory $folder -WhatIf 6>&1
            $request = [Text.Json.Nodes.JsonNode]::Parse("$($shown[-1])")
            $channels = @{}
            foreach ($channel in $request['InputDataConfig']) { $channels["$($channel['ChannelName'])"] = "$($channel['DataSource']['S3DataSource']['S3Uri'])" }
            $channels['code'] | Should -Match '^s3://ml-results/mlops/_code/[0-9a-f]{40}/$'
            $channels['train'] | Should -Match '^s3://ml-results/mlops/_inputs/[0-9a-f]{40}/$'
            $channels['one'] | Should -Match '^s3://ml-results/mlops/_inputs/[0-9a-f]{40}/rows.csv$'
            $request['AlgorithmSpecification']['ContainerArguments'].ToJsonString() | Should -BeLike '*"--data","/opt/ml/input/data/train","/opt/ml/input/data/one/rows.csv"]'
            Get-StandInCall | Should -BeNullOrEmpty
        }

        It 'shows it without a bucket too, and says that it is missing' {
            $env:MLOPS_SAGEMAKER_BUCKET = $null
            try {
                $shown = Start-MlTrainingJob planned @own -SourceDirectory $folder -WhatIf -WarningVariable warning -WarningAction SilentlyContinue 6>&1
                "$($shown[-1])" | Should -BeLike '*s3://BUCKET/mlops/_code/*'
                "$warning" | Should -BeLike '*cannot be sent yet*-SageMakerBucket*'
                Start-MlTrainingJob planned @own -SourceDirectory $folder -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
                $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
            }
            finally {
                Set-StandInEnvironment
            }
        }

        It 'has the same address for the same content, and another for another' {
            function Get-Address { [regex]::Match("$((Start-MlTrainingJob planned @own -SourceDirectory $folder -WhatIf 6>&1)[-1])", 's3://ml-results/mlops/_code/[0-9a-f]+').Value }
            $first = Get-Address
            Get-Address | Should -Be $first
            [IO.File]::WriteAllText("$folder/train.py", 'print(2)')
            Get-Address | Should -Not -Be $first
            [IO.File]::WriteAllText("$folder/train.py", 'print(1)')
            Get-Address | Should -Be $first
        }

        It 'runs the command in code that is there, shows the job as it was meant, and starts it again with the same' {
            $uri = 's3://ml-results/mlops/_code/0123456789abcdef0123456789abcdef01234567/'
            $job = Start-MlTrainingJob coded @given -SourceDirectory $uri
            $one = Get-Request
            $one['AlgorithmSpecification']['ContainerEntrypoint'].ToJsonString() | Should -BeLike '*"/opt/ml/input/data/code","python","train.py"]'
            $one['AlgorithmSpecification']['ContainerArguments'].ToJsonString() | Should -Be $argv
            $job.SourceUri | Should -Be $uri
            $job.Command -join ' ' | Should -Be 'python train.py'
            $job.InputData.Keys -join ' ' | Should -Be 'train'
            $null = Get-MlJob coded -Provider SageMaker | Start-MlTrainingJob -Name coded-2 -Provider SageMaker
            $two = Get-Request
            foreach ($member in 'AlgorithmSpecification', 'InputDataConfig') { $two[$member].ToJsonString() | Should -Be $one[$member].ToJsonString() }
        }
    }

    Context 'with a job from the pipeline' {
        It 'sends the same arguments again' {
            $first = Start-MlTrainingJob first @given -Tag @{ team = 'vision' } -Environment @{ WHERE = '{output}' }
            $one = Get-Request
            $null = $first | Start-MlTrainingJob -Name second -Provider SageMaker
            $two = Get-Request
            foreach ($member in 'ContainerEntrypoint', 'ContainerArguments') {
                $two['AlgorithmSpecification'][$member].ToJsonString() | Should -Be $one['AlgorithmSpecification'][$member].ToJsonString()
            }

            $two['HyperParameters'].ToJsonString() | Should -Be $one['HyperParameters'].ToJsonString()
            $two['Tags'].ToJsonString() | Should -Be $one['Tags'].ToJsonString()
            "$($two['Environment']['WHERE'])" | Should -Be '/opt/ml/output/data'
            "$($two['Environment']['MLOPS_JOB_NAME'])" | Should -Be 'second'
            "$($two['CheckpointConfig']['S3Uri'])" | Should -Be 's3://ml-results/mlops/second/checkpoints'
        }

        It 'starts what ran on this machine with the same arguments' {
            $local = @{ Command = 'sh', '-c', 'exit 0', 'sh'; Hyperparameter = [ordered] @{ z = 1; a = 'x', 'y' }; Argument = 'last' }
            Start-MlTrainingJob here -Provider Local @local | Wait-MlJob | Start-MlTrainingJob -Name there -Provider SageMaker -Image train:1 | ForEach-Object Provider | Should -Be 'SageMaker'
            $request = Get-Request
            $request['AlgorithmSpecification']['ContainerEntrypoint'].ToJsonString() | Should -Be '["sh","-c","exit 0","sh"]'
            $request['AlgorithmSpecification']['ContainerArguments'].ToJsonString() | Should -Be '["--z","1","--a","x","--a","y","last"]'
            $request['ResourceConfig']['InstanceType'].ToJsonString() | Should -Be '"ml.m5.xlarge"'
        }
    }

    Context 'with what the service would refuse' {
        It 'says <name> itself, and sends nothing' -ForEach @(
            @{ name = 'the limit of an argument'; parameters = @{ Argument = 'x' * 300 }; message = '*300 characters*256*' }
            @{ name = 'the limit of all arguments'; parameters = @{ Argument = @('x') * 101 }; message = '*arguments; SageMaker allows 100.' }
            @{ name = 'the form of a tag'; parameters = @{ Tag = @{ team = 'a|b' } }; message = '*Tag ''team''*' }
            @{ name = 'that there is no image'; parameters = @{ Image = '' }; message = '*no image*' }
            @{ name = 'that data is in Cloud Storage'; parameters = @{ InputData = @{ train = 'gs://data/digits' } }; message = '*cannot read from Google Cloud Storage*' }
            @{ name = 'that an input has the name of the code''s'; parameters = @{ SourceDirectory = 's3://b/x/'; InputData = @{ train = 's3://b/y'; code = 's3://b/z' } }; message = "*'code'*-SourceDirectory*" }
            @{ name = 'that a channel is unknown'; parameters = @{ Argument = '{input:test}' }; message = '*test*' }
            @{ name = 'that a machine is unknown'; parameters = @{ InstanceType = 'p4d.24xlarge' }; message = '*no machine type*' }
            @{ name = 'that MaxWait is for spot capacity'; parameters = @{ MaxWait = '1h' }; message = '*spot*' }
            @{ name = 'that a subnet wants a security group'; parameters = @{ Subnet = 'subnet-1' }; message = '*security group*' }
        ) {
            $all = $given.Clone()
            foreach ($parameter in $parameters.Keys) { $all[$parameter] = $parameters[$parameter] }
            Start-MlTrainingJob refused @all -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
            $problem[0].Exception.Message | Should -BeLike $message
            Get-StandInCall CreateTrainingJob | Should -BeNullOrEmpty
        }

        It 'says that data of this machine is not there' {
            Start-MlTrainingJob refused -Provider SageMaker -Image train:1 -InputData @{ train = './nowhere' } -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
            $problem[0].Exception.Message | Should -BeLike "*'train'*/nowhere*"
        }

        It 'says that a name is taken' {
            $null = Start-MlTrainingJob taken @given
            Start-MlTrainingJob taken @given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.Conflict,*'
        }
    }

    Context 'with something missing' {
        AfterEach { Set-StandInEnvironment }

        It 'says that <variable> is, and what sets it' -ForEach @(
            @{ variable = 'MLOPS_SAGEMAKER_ROLE'; message = '*no role*'; action = '*-SageMakerRole*' }
            @{ variable = 'MLOPS_SAGEMAKER_BUCKET'; message = '*no bucket*'; action = '*-SageMakerBucket*' }
        ) {
            [Environment]::SetEnvironmentVariable($variable, $null)
            Start-MlTrainingJob poor @given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
            $problem[0].Exception.Message | Should -BeLike $message
            $problem[0].ErrorDetails.RecommendedAction | Should -BeLike $action
            Get-StandInCall | Should -BeNullOrEmpty
        }

        It 'says that no region is set' {
            $env:AWS_REGION = $null
            Start-MlTrainingJob poor @given -ErrorVariable problem -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotConfigured,*'
            "$($problem[0].Exception.Message) $($problem[0].ErrorDetails.RecommendedAction)" | Should -BeLike '*-SageMakerRegion*'
        }
    }

    It 'starts a job once, though the answer is lost' {
        $null = Invoke-StandIn fault @{ operation = 'CreateTrainingJob'; kind = 'reset' }
        (Start-MlTrainingJob lost @given -ErrorAction Stop).Name | Should -Be 'lost'
        (Invoke-StandIn jobs).ToJsonString() | Should -BeLike '*"lost"*'
    }

    It 'sends nothing that the service would not take' {
        (Invoke-StandIn violations).ToJsonString() | Should -Be '[]'
    }
}
